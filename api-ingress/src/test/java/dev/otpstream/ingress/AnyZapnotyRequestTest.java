package dev.otpstream.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.ingress.engine.ConsentReply;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Call;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.ingress.json.JsonReader;
import dev.otpstream.ingress.zapnoty.TestProject;
import dev.otpstream.schemas.ConsentState;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a project is asked or told, the answer is a documented one; a seed says what. */
class AnyZapnotyRequestTest {
  private static final int REQUESTS = 1000;
  private static final Set<String> CODES = Set.of("validation_failed", "invalid_url", "not_found", "conflict");
  private static final List<String> CHANGES = List.of("request", "webhook-create", "webhook-update",
      "webhook-older-set", "sender-set");
  private final TestProject project = new TestProject();
  private DialectCaller caller;

  @BeforeEach void start() throws Exception {
    project.saveAccount();
    project.engine.onConsent(new ConsentReply.Standing("Kq9xV3mN2pT7rL8s", ConsentState.PENDING, Optional.empty(),
        Optional.empty()));
    caller = new DialectCaller(project.dialect()).with(Call.AUTHORIZATION, "Bearer " + FakeCallers.KEY);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2}) void anyBodyIsAnswered(long seed) {
    var maker = new RequestMaker(seed, fields());
    for (int i = 0; i < REQUESTS; i++) {
      String body = maker.object().text();
      for (String operation : CHANGES) {
        assertDocumented(call(operation, body.getBytes(StandardCharsets.UTF_8)));
        assertDocumented(call(operation, maker.damaged(body).getBytes(StandardCharsets.UTF_8)));
      }
      assertDocumented(call("request", maker.noise()));
    }
  }

  @Test void anyQueryAndAnyIdIsAnswered() {
    var maker = new RequestMaker(3, Map.of());
    for (int i = 0; i < REQUESTS; i++) {
      String noise = new String(maker.noise(), StandardCharsets.ISO_8859_1);
      String query = maker.damaged("limit=10&offset=0&channel=max") + noise;
      assertDocumented(caller.call("subscribers", new byte[0], Map.of(), query));
      for (String operation : List.of("request-status", "webhook-delete", "webhook-rotate"))
        assertDocumented(caller.call(operation, new byte[0], Map.of("id", noise + "x")));
    }
    assertThat(project.engine.requestIds).as("what was never an id is not asked for").isEmpty();
  }

  private Answer call(String operation, byte[] body) {
    return caller.call(operation, body, Map.of("id", "wh_nobody"));
  }

  private static void assertDocumented(Answer answer) {
    Json.Obj body = JsonReader.readObject(answer.body().text().getBytes(StandardCharsets.UTF_8)).orElseThrow();
    if (answer.status() == 200 || answer.status() == 201) {
      assertThat(body.find("code")).isEmpty();
    } else {
      assertThat(answer.status()).isIn(400, 404, 409);
      assertThat(((Json.Str) body.find("code").orElseThrow()).value()).isIn(CODES);
    }
  }

  private static Map<String, List<Json>> fields() {
    var fields = new LinkedHashMap<String, List<Json>>();
    fields.put("channel", List.of(Json.of("telegram"), Json.of("max"), Json.nothing()));
    fields.put("ttl_minutes", List.of(Json.of(5), Json.nothing()));
    fields.put("max_attempts", List.of(Json.of(3)));
    fields.put("url", List.of(Json.of("https://example.org/h"), Json.of("https://example.org:8443/h?x=1")));
    fields.put("events", List.of(Json.list(List.of()), Json.list(List.of(Json.of("otp.sent")))));
    fields.put("description", List.of(Json.of(""), Json.of("shop")));
    fields.put("status", List.of(Json.of("active"), Json.of("disabled")));
    fields.put("otp_template", List.of(Json.of("{{code}} {{minutes}}"), Json.nothing()));
    return fields;
  }
}
