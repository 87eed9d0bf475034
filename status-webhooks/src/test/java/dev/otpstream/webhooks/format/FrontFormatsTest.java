package dev.otpstream.webhooks.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.kit.Secret;
import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.Reason;
import dev.otpstream.schemas.StatusEvent;
import dev.otpstream.schemas.StatusType;
import dev.otpstream.schemas.WebhookDue;
import dev.otpstream.schemas.sealing.KeyFile;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.webhooks.HookFixtures;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What callers of Zapnoty, EngageLab and Kaleyra hear, by the vectors and tables of those services. */
class FrontFormatsTest {
  private static final Secret ZAPNOTY_SECRET = new Secret("whsec_test");
  private static final String ZAPNOTY_BODY = "{\"event\":\"otp.sent\",\"data\":{\"subscriber_id\":"
      + "\"550e8400-e29b-41d4-a716-446655440000\"}}";
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
  private static final String URL = "https://example.org/hook";
  private static final String RECIPIENT = "+380971234567";
  @TempDir
  static Path folder;
  private static Keys keys;

  @BeforeAll static void makeKeys() {
    keys = KeyFile.loadOrCreate(folder.resolve("keys.json"));
  }

  @Test void zapnotysVectorsHold() {
    assertThat(ZapnotyOlderFormat.signature(ZAPNOTY_SECRET, ZAPNOTY_BODY))
        .isEqualTo("e87e7e3ffac47a59b34a68c56b9a30431e388ff2260ed8fc7a6d95926c1c49ef");
    assertThat(ZapnotyFormat.signature(List.of(ZAPNOTY_SECRET), 1_700_000_000, ZAPNOTY_BODY))
        .isEqualTo("t=1700000000,v1=1fdd74754fbb0322f00f08a9d5bed119d91648e901f88cf3d477a86340e1d0d2");
  }

  @Test void theNewerZapnotyCallNamesTimeEventAndDelivery() {
    HookRequest request = write("zapnoty", event(StatusType.ATTEMPT_FAILED, MessageState.SENT, null)
        .setAttemptsLeft(2).setPurpose("login").build(), endpoint(Map.of(), "whsec_test"), URL,
        Map.of("subscriber_id", "550e8400-e29b-41d4-a716-446655440000"));
    assertThat(request.body()).isEqualTo("{\"event\":\"otp.failed_attempt\",\"data\":{\"subscriber_id\":"
        + "\"550e8400-e29b-41d4-a716-446655440000\",\"message_id\":\"123456789\",\"channel\":\"telegram\","
        + "\"purpose\":\"login\",\"attempts_left\":2}}");
    assertThat(request.headers()).containsOnly(
        Map.entry("X-Zapnoty-Signature",
            "t=1700000000,v1=" + Hmac.hex("whsec_test", "1700000000." + request.body())),
        Map.entry("X-Zapnoty-Timestamp", "1700000000"), Map.entry("X-Zapnoty-Delivery-Id", "123456789-3"),
        Map.entry("X-Zapnoty-Event", "otp.failed_attempt"));
  }

  @Test void duringARotationTheNewerZapnotyCallIsSignedWithBothSecretsAndTheOlderWithTheNewest() {
    StatusEvent verified = event(StatusType.VERIFIED, MessageState.VERIFIED, null).build();
    HookRequest newer = write("zapnoty", verified, endpoint(Map.of(), "new", "old"), URL, Map.of());
    assertThat(newer.headers().get("X-Zapnoty-Signature")).isEqualTo("t=1700000000,v1="
        + Hmac.hex("new", "1700000000." + newer.body()) + ",v1=" + Hmac.hex("old", "1700000000." + newer.body()));
    HookRequest older = write("zapnoty-older", verified, endpoint(Map.of(), "new", "old"), URL, Map.of());
    assertThat(older.headers()).containsOnly(Map.entry("X-Zapnoty-Signature", Hmac.hex("new", older.body())));
    assertThat(older.body()).isEqualTo("{\"event\":\"otp.verified\",\"timestamp\":\"2026-01-02T03:04:05Z\","
        + "\"data\":{\"message_id\":\"123456789\",\"channel\":\"telegram\"}}");
  }

  @ParameterizedTest
  @CsvSource({
    "ACCEPTED,       ,                      plan",
    "DISPATCHED,     ,                      ",
    "SENT,           otp.sent,              sent",
    "UNCLEAR,        ,                      ",
    "DELIVERED,      delivery.success,      delivered",
    "READ,           ,                      ",
    "FAILED,         ,                      sent_failed",
    "FALLBACK,       ,                      ",
    "ATTEMPT_FAILED, otp.failed_attempt,    verified_failed",
    "VERIFIED,       otp.verified,          verified",
    "EXPIRED,        ,                      verified_timeout",
    "CANCELLED,      ,                      ",
    "ATTEMPTS_USED,  otp.max_attempts_reached, ",
    "UNDELIVERABLE,  delivery.failed,       ",
    "OTHER,          ,                      ",
  }) void whatHasNoWordIsNotTold(StatusType type, String zapnoty, String engagelab) {
    StatusEvent event = event(type, MessageState.DISPATCHED, null).build();
    assertThat(HookFormat.named("zapnoty").orElseThrow().word(event)).isEqualTo(Optional.ofNullable(zapnoty));
    assertThat(HookFormat.named("zapnoty-older").orElseThrow().word(event)).isEqualTo(Optional.ofNullable(zapnoty));
    assertThat(HookFormat.named("engagelab").orElseThrow().word(event)).isEqualTo(Optional.ofNullable(engagelab));
  }

  @Test void engagelabsVectorHolds() {
    assertThat(EngagelabFormat.callbackId(1_700_000_000, 42, "cbuser", new Secret("cb-secret"))).isEqualTo(
        "timestamp=1700000000;nonce=42;username=cbuser;"
            + "signature=57bc1db4e4819b302e771bfb31a88578e9d150925be499f63d1a871b2bda3871");
  }

  @Test void engagelabHearsARow() {
    HookRequest request = write("engagelab", event(StatusType.SENT, MessageState.SENT, null).build(),
        new Endpoint(List.of(new Secret("cb-secret")), Set.of("sent"), Map.of("username", "cbuser"),
            Map.of(Endpoint.AUTHORIZATION, new Secret("Bearer x"))),
        URL, Map.of("template_id", "verify_code"));
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.body()).isEqualTo("{\"total\":1,\"rows\":[{\"message_id\":\"123456789\","
        + "\"to\":\"+380971234567\",\"server\":\"otp\",\"channel\":\"telegram\",\"itime\":1767323045,"
        + "\"custom_args\":{},\"status\":{\"message_status\":\"sent\",\"status_data\":{\"msg_time\":1767323045,"
        + "\"message_id\":\"123456789\",\"current_send_channel\":\"telegram\",\"template_key\":\"verify_code\","
        + "\"business_id\":\"\"},\"billing\":{\"cost\":0,\"currency\":\"USD\"},\"error_code\":0}}]}");
    assertThat(request.headers().get("X-CALLBACK-ID"))
        .matches("timestamp=1700000000;nonce=\\d+;username=cbuser;signature=[0-9a-f]{64}");
    assertThat(request.headers()).containsEntry("Authorization", "Bearer x");
  }

  @Test void withoutAUserNameEngagelabsCallIsBare() {
    HookRequest request = write("engagelab", event(StatusType.SENT, MessageState.SENT, null).build(),
        endpoint(Map.of(), "cb-secret"), URL, Map.of());
    assertThat(request.headers()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "DISPATCHED, RECIPIENT_INVALID,     target_invalid,   5011",
    "DISPATCHED, RECIPIENT_UNREACHABLE, sent_failed,      5012",
    "SENT,       RECIPIENT_UNREACHABLE, delivered_failed, 5012",
    "DISPATCHED, RECIPIENT_BLOCKED,     sent_failed,      5013",
    "DISPATCHED, CONTENT_REFUSED,       sent_failed,      5014",
    "DISPATCHED, SENDER_REFUSED,        sent_failed,      5015",
    "DISPATCHED, PROVIDER_UNAVAILABLE,  sent_failed,      5016",
    "SENT,       NO_RECEIPT,            delivered_failed, 5001",
  }) void engagelabHearsWhatWentWrong(MessageState state, Reason reason, String word, int code) {
    StatusEvent event = event(StatusType.FAILED, state, reason).build();
    assertThat(write("engagelab", event, endpoint(Map.of()), URL, Map.of()).body())
        .contains("\"message_status\":\"" + word + "\"").contains("\"error_code\":" + code + ",\"error_detail\":{");
  }

  @Test void kaleyraHearsJson() {
    HookRequest request = write("kaleyra", event(StatusType.DELIVERED, MessageState.DELIVERED, null).build(),
        endpoint(Map.of()), URL, Map.of("message_id", "ee8a:1"));
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.url()).isEqualTo(URL);
    assertThat(request.body()).isEqualTo("{\"id\":\"ee8a:1\",\"recipient\":\"380971234567\",\"status\":\"DELIVERED\","
        + "\"status_trace\":\"DELIVERED\",\"description\":\"Message has been delivered\","
        + "\"timestamp\":\"2026-01-02 03:04:05\"}");
    assertThat(request.headers()).isEmpty();
  }

  @Test void kaleyraFillsPlaceholders() {
    HookRequest request = write("kaleyra", event(StatusType.SENT, MessageState.SENT, null).build(), endpoint(Map.of()),
        "https://example.org/dlr/{status}?id={id}&to={recipient}&at={timestamp}", Map.of("message_id", "ee8a:1"));
    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.body()).isEmpty();
    assertThat(request.url())
        .isEqualTo("https://example.org/dlr/SENT?id=ee8a%3A1&to=380971234567&at=2026-01-02%2003%3A04%3A05");
  }

  @Test void anAccountChoosesMethodHeadersAndBody() {
    var settings = Map.of("method", "PUT", "headers",
        "{\"X-Key\":\"k\",\"Host\":\"inside\",\"Content-Length\":\"0\",\"Bad Name\":\"x\",\"X-Split\":\"a\\r\\nb\",\"X-N\":1}",
        "body", "{\"ref\":\"<id>\",\"state\":\"<status>\",\"other\":\"<password>\"}");
    HookRequest request = write("kaleyra", event(StatusType.SENT, MessageState.SENT, null).build(),
        new Endpoint(List.of(), Set.of(), settings, Map.of(Endpoint.AUTHORIZATION, new Secret("Basic dTpw"))), URL,
        Map.of("message_id", "a\"b"));
    assertThat(request.method()).isEqualTo("PUT");
    assertThat(request.headers()).containsOnly(Map.entry("X-Key", "k"), Map.entry("Authorization", "Basic dTpw"));
    assertThat(request.body()).isEqualTo("{\"ref\":\"a\\\"b\",\"state\":\"SENT\",\"other\":\"<password>\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "UNDELIVERABLE, RECIPIENT_INVALID,     NOT-SENT,    KLR-INV-NUMBER",
    "UNDELIVERABLE, RECIPIENT_BLOCKED,     NOT-SENT,    OPT-OUT",
    "UNDELIVERABLE, NO_ROUTE,              NOT-SENT,    NOT-ALLOWED",
    "UNDELIVERABLE, RECIPIENT_UNREACHABLE, UNDELIVERED, ABSENT-SUB",
    "UNDELIVERABLE, CONTENT_REFUSED,       UNDELIVERED, REJECTED",
    "UNDELIVERABLE, SENDER_REFUSED,        UNDELIVERED, REJECTED",
    "UNDELIVERABLE, EXPIRED,               UNDELIVERED, EXPIRED",
    "UNDELIVERABLE, ,                      UNDELIVERED, FAILED",
    "EXPIRED,       ,                      UNDELIVERED, EXPIRED",
    "SENT,          ,                      SENT,        SENT",
    "DELIVERED,     ,                      DELIVERED,   DELIVERED",
  }) void kaleyraHearsItsOwnWords(StatusType type, Reason reason, String status, String trace) {
    assertThat(KaleyraWords.of(event(type, MessageState.UNDELIVERABLE, reason).build())).get()
        .satisfies(words -> {
          assertThat(words.status()).isEqualTo(status);
          assertThat(words.trace()).isEqualTo(trace);
        });
  }

  @Test void noneOfThemPrintsWhomItTells() {
    StatusEvent event = event(StatusType.SENT, MessageState.SENT, null).build();
    for (String format : List.of("engagelab", "kaleyra")) {
      assertThat(write(format, event, endpoint(Map.of()), URL, Map.of()).toString()).doesNotContain("38097");
      assertThat(telling(format, event, endpoint(Map.of()), URL, Map.of()).toString()).doesNotContain("38097");
    }
  }

  private static StatusEvent.Builder event(StatusType type, MessageState state, Reason reason) {
    return HookFixtures.builder(123456789, 3, type, state).setReason(reason);
  }

  private static Endpoint endpoint(Map<String, String> settings, String... secrets) {
    return new Endpoint(List.of(secrets).stream().map(Secret::new).toList(), Set.of(), settings, Map.of());
  }

  private static HookRequest write(String format, StatusEvent event, Endpoint endpoint, String url,
      Map<String, String> notes) {
    return HookFormat.named(format).orElseThrow().write(telling(format, event, endpoint, url, notes));
  }

  private static Telling telling(String format, StatusEvent event, Endpoint endpoint, String url,
      Map<String, String> notes) {
    WebhookDue due = WebhookDue.newBuilder(HookFixtures.due(keys, format, url, event)).setNotes(notes).build();
    return new Telling(due, HookFormat.named(format).orElseThrow().word(event).orElseThrow(), url, endpoint,
        Optional.of(RECIPIENT), NOW);
  }
}
