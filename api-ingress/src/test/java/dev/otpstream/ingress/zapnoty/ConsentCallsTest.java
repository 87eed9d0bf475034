package dev.otpstream.ingress.zapnoty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.ingress.DialectCaller;
import dev.otpstream.ingress.FakeCallers;
import dev.otpstream.ingress.accounts.CallerHook;
import dev.otpstream.ingress.engine.ConsentReply;
import dev.otpstream.ingress.engine.EngineAway;
import dev.otpstream.ingress.engine.SendOrder.NewCode;
import dev.otpstream.ingress.engine.SendOrder.Step;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Call;
import dev.otpstream.schemas.ConsentState;
import dev.otpstream.schemas.StatusType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsentCallsTest {
  private static final String ID = "Kq9xV3mN2pT7rL8s";
  private final TestProject project = new TestProject();
  private DialectCaller caller = project.caller(Map.of());

  @BeforeEach void standsPending() {
    standing(ConsentState.PENDING);
  }

  @Test void whatIsLeftOutHasTheDocumentedDefaults() {
    assertThat(request("{}").status()).isEqualTo(200);
    var order = project.engine.consents.getFirst();
    assertThat(order.code()).isEqualTo(new NewCode(6, 3));
    assertThat(order.codeLifetime()).isEqualTo(Duration.ofMinutes(5));
    assertThat(order.linkLifetime()).isEqualTo(Duration.ofMinutes(15));
    assertThat(order.purpose()).as("what a verify without a purpose asks for").isEmpty();
    assertThat(order.channels()).extracting(Step::channel).containsExactly("telegram", "max");
    assertThat(order.channels()).extracting(step -> step.text().orElseThrow())
        .containsOnly("Acme: \u0000 is your code, valid for 5 min.");
  }

  @Test void theCodesLifeIsNotTheLinks() {
    assertThat(request("{\"ttl_minutes\":30,\"max_attempts\":10}").body().text()).endsWith("\"expires_in\":900}");
    assertThat(project.engine.consents.getFirst().codeLifetime()).isEqualTo(Duration.ofMinutes(30));
    assertThat(project.engine.consents.getFirst().code()).isEqualTo(new NewCode(6, 10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"channel\":\"sms\"", "\"channel\":\"\"", "\"channel\":1", "\"channel\":[\"telegram\"]",
    "\"ttl_minutes\":0", "\"ttl_minutes\":31", "\"ttl_minutes\":1.5", "\"ttl_minutes\":\"5\"", "\"max_attempts\":0",
    "\"max_attempts\":11", "\"max_attempts\":true"}) void aFieldOutOfBoundsFailsValidation(String field) {
    assertError(request("{" + field + "}"), 400, "validation_failed");
    assertThat(project.engine.consents).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "[]", "null", "{", "{}x"}) void whatIsNoJsonObjectFailsValidation(String body) {
    assertError(request(body), 400, "validation_failed");
  }

  @Test void anEmptyBodyIsFineWhateverItsType() {
    caller.with(Call.CONTENT_TYPE, null);
    assertThat(request("").status()).isEqualTo(200);
    caller.with(Call.CONTENT_TYPE, "text/plain");
    assertThat(request("").status()).isEqualTo(200);
    assertError(request("{}"), 400, "validation_failed");
  }

  @Test void aMessengerWithoutABotHasNoLinkAndCannotBeAskedFor() {
    project.bots = Map.of("max", "otp_bot");
    caller = project.caller(Map.of());
    assertThat(request("{}").body().text()).isEqualTo("{\"request_id\":\"" + ID
        + "\",\"telegram_link\":null,\"max_link\":\"https://max.ru/otp_bot?start=otp_" + ID + "\",\"expires_in\":900}");
    assertError(request("{\"channel\":\"telegram\"}"), 400, "validation_failed");
    project.bots = Map.of();
    caller = project.caller(Map.of());
    assertThat(request("").body().text())
        .isEqualTo("{\"request_id\":\"" + ID + "\",\"telegram_link\":null,\"max_link\":null,\"expires_in\":900}");
  }

  @Test void thePromiseIsToldAndItsBreachIsAConflict() {
    caller.with(Call.IDEMPOTENCY_KEY, "k1");
    request("");
    request("{}");
    request("{\"channel\":\"max\"}");
    var first = project.engine.consents.get(0).once().orElseThrow();
    assertThat(first.key()).isEqualTo("k1");
    assertThat(project.engine.consents.get(1).once()).contains(first);
    assertThat(project.engine.consents.get(2).once().orElseThrow().request()).isNotEqualTo(first.request());
    project.engine.onConsent(new ConsentReply.Conflict());
    assertError(request("{}"), 409, "idempotency_conflict");
    caller.with(Call.IDEMPOTENCY_KEY, " ");
    assertError(request("{}"), 400, "validation_failed");
  }

  @Test void theProjectsEndpointsHearOfTheCode() {
    caller = project.caller(new FakeCallers(Map.of(), List.of(
        new CallerHook("wh_1", "zapnoty", "https://example.org/1", List.of("otp.sent", "subscription.created")),
        new CallerHook("wh_2", "zapnoty", "https://example.org/2", List.of("subscription.created")),
        new CallerHook("engagelab", "engagelab", "https://example.org/3", List.of()))));
    request("{}");
    assertThat(project.engine.consents.getFirst().hooks()).singleElement().satisfies(hook -> {
      assertThat(hook.endpoint()).isEqualTo("wh_1");
      assertThat(hook.events()).containsExactly(StatusType.SENT);
    });
  }

  @Test void anUnknownRequestIs404AndASilentEngineIsBusy() {
    standing(ConsentState.UNKNOWN);
    assertError(status(ID), 404, "not_found");
    project.engine.onConsent(new EngineAway());
    assertError(status(ID), 503, "platform_busy");
    assertError(request("{}"), 503, "platform_busy");
  }

  /** The engine decides which one wins at the border; here both ends are told the same span, and words are passed on. */
  @Test void edge5TheLinkLivesExactlyAsLongAsTheAnswerSaysAndEachStandingHasOneWord() {
    assertThat(request("{}").body().text()).endsWith("\"expires_in\":900}");
    assertThat(project.engine.consents.getFirst().linkLifetime().toSeconds()).isEqualTo(900);
    for (ConsentState state : List.of(ConsentState.SENT, ConsentState.EXPIRED)) {
      standing(state);
      assertThat(status(ID).body().text()).startsWith("{\"status\":\"" + state.name().toLowerCase(Locale.ROOT) + "\"");
    }
  }

  @Test void pollingIsOutsideTheProjectsRate() {
    caller = project.caller(Map.of("calls_per_minute", "1"));
    request("{}");
    assertError(request("{}"), 429, "rate_limit_project");
    for (int i = 0; i < 20; i++)
      assertThat(status(ID).status()).isEqualTo(200);
  }

  private void standing(ConsentState state) {
    project.engine.onConsent(new ConsentReply.Standing(ID, state, Optional.empty(), Optional.empty()));
  }

  private Answer request(String body) {
    return caller.call("request", body);
  }

  private Answer status(String id) {
    return caller.call("request-status", "".getBytes(StandardCharsets.UTF_8), Map.of("id", id));
  }

  private static void assertError(Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.body().text()).isEqualTo(status);
    assertThat(answer.body().text()).contains("\"code\":\"" + code + "\"");
  }
}
