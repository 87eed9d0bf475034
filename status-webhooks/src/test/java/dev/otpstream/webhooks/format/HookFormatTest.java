package dev.otpstream.webhooks.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.otpstream.kit.Secret;
import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.Reason;
import dev.otpstream.schemas.SealedSecret;
import dev.otpstream.schemas.StatusEvent;
import dev.otpstream.schemas.StatusType;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.KeyFile;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.webhooks.HookFixtures;
import java.net.http.HttpHeaders;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HookFormatTest {
  private static final String OLD_SECRET = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
  private static final Endpoint SIGNED = signedWith(HookFixtures.SECRET);
  private static final Endpoint UNSIGNED = signedWith();

  @TempDir
  static Path folder;
  private static Keys keys;

  @BeforeAll static void makeKeys() {
    keys = KeyFile.loadOrCreate(folder.resolve("keys.json"));
  }

  @Test void theAlphaSmsBodyIsTheDocumentedOne() {
    HookRequest request = alphasms(delivered(), UNSIGNED);
    assertThat(request.body()).isEqualTo("{\"id\":100500,\"msg_id\":123456789,\"type\":\"telegram\","
        + "\"status\":\"DELIVERED\",\"updated\":\"2026-01-02T03:04:05Z\"}");
    assertThat(request.headers()).containsOnlyKeys("webhook-id", "webhook-timestamp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775807", "\"i_1.2\"", "0", "null", "1e400",
    "\"a\\\"b\""}) void theCallersIdComesBackByteForByte(String reference) {
    StatusEvent event = deliveredAs().setCallerReference(reference).build();
    assertThat(alphasms(event, UNSIGNED).body()).startsWith("{\"id\":" + reference + ",\"msg_id\":");
    assertThat(ours(event, SIGNED).body()).endsWith("\"reference\":" + reference + "}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1,\"status\":\"READ\"", "{\"a\":1}", "[1]", "", "1 2",
    "x"}) void whatIsNoSingleValueCannotWriteItselfIntoTheBody(String reference) {
    StatusEvent event = deliveredAs().setCallerReference(reference).build();
    assertThat(alphasms(event, UNSIGNED).body()).startsWith("{\"id\":\"").contains("\"status\":\"DELIVERED\"");
  }

  @Test void withoutReferenceAndChannelTheFieldsAreNull() {
    StatusEvent event = deliveredAs().setCallerReference(null).setChannel(null).build();
    assertThat(alphasms(event, UNSIGNED).body()).contains("\"id\":null").contains("\"type\":null");
    assertThat(ours(event, SIGNED).body()).doesNotContain("reference").doesNotContain("channel");
  }

  @ParameterizedTest
  @CsvSource({
    "ACCEPTED,       QUEUED,        ,                      QUEUED",
    "DISPATCHED,     DISPATCHED,    ,                      ROUTING",
    "SENT,           SENT,          ,                      ACCEPTED",
    "DELIVERED,      DELIVERED,     ,                      DELIVERED",
    "DELIVERED,      VERIFIED,      ,                      DELIVERED",
    "READ,           READ,          ,                      READ",
    "READ,           DELIVERED,     ,                      READ",
    "FAILED,         DISPATCHED,    RECIPIENT_UNREACHABLE, ROUTING",
    "FALLBACK,       DISPATCHED,    NO_RECEIPT,            ROUTING",
    "VERIFIED,       VERIFIED,      ,                      DELIVERED",
    "ATTEMPTS_USED,  ATTEMPTS_USED, ,                      DELIVERED",
    "EXPIRED,        EXPIRED,       ,                      EXPIRED",
    "CANCELLED,      CANCELLED,     ,                      DELETED",
    "UNDELIVERABLE,  UNDELIVERABLE, RECIPIENT_INVALID,     INVALID DESTINATION ADDRESS",
    "UNDELIVERABLE,  UNDELIVERABLE, SENDER_REFUSED,        INVALID SOURCE ADDRESS",
    "UNDELIVERABLE,  UNDELIVERABLE, CONTENT_REFUSED,       REJECTED",
    "UNDELIVERABLE,  UNDELIVERABLE, NO_ROUTE,              NO ROUTE",
    "UNDELIVERABLE,  UNDELIVERABLE, EXPIRED,               EXPIRED",
    "UNDELIVERABLE,  UNDELIVERABLE, RECIPIENT_BLOCKED,     UNDELIVERABLE",
    "UNDELIVERABLE,  UNDELIVERABLE, ,                      UNDELIVERABLE",
    "OTHER,          UNKNOWN,       ,                      UNKNOWN",
  }) void alphaSmsHearsItsOwnWords(StatusType type, MessageState state, Reason reason, String word) {
    assertThat(AlphaSmsWords.of(HookFixtures.event(1024, 1, type, state, reason))).isEqualTo(word);
  }

  @Test void theVendorsSignatureIsMadeOnlyWithTheKeyItself() {
    assertThat(AlphaSmsFormat.signature("{\"id\":1}", new Secret("key")))
        .isEqualTo("a06775168197133252bef43c20053dd5c3439a7917ace67c2d9104cfeab5abd9");
    var withKey = new Endpoint(List.of(), Set.of(), Map.of(), Map.of(Endpoint.KEY, new Secret("key")));
    HookRequest request = alphasms(delivered(), withKey);
    assertThat(request.headers()).containsEntry("X-Signature",
        AlphaSmsFormat.signature(request.body(), new Secret("key")));
  }

  @Test void ourBodySaysWhatHappened() {
    StatusEvent event = HookFixtures.builder(123456789, 4, StatusType.FAILED, MessageState.DISPATCHED)
        .setReason(Reason.RECIPIENT_BLOCKED)
        .setProviderCode("USER_BLOCKED").setPurpose("login").setAttemptsLeft(2).build();
    assertThat(ours(event, SIGNED).body()).isEqualTo("{\"type\":\"otp.failed\","
        + "\"timestamp\":\"2026-01-02T03:04:05.678Z\",\"data\":{\"message_id\":\"123456789\",\"sequence\":4,"
        + "\"state\":\"dispatched\",\"channel\":\"telegram\",\"dispatch\":1,\"reason\":\"recipient_blocked\","
        + "\"provider_code\":\"USER_BLOCKED\",\"recipient\":\"+38097*****67\",\"reference\":100500,"
        + "\"purpose\":\"login\",\"attempts_left\":2}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "alphasms"}) void anIndependentLibraryAcceptsTheSignature(String format)
      throws Exception {
    HookRequest request = write(format, delivered(), SIGNED);
    new Webhook(HookFixtures.SECRET).verify(request.body(), headers(request.headers()));
    assertThat(request.headers()).containsEntry("webhook-id", "123456789-3");
  }

  @Test void duringARotationEitherSecretVerifies() throws Exception {
    var rotating = signedWith(HookFixtures.SECRET, OLD_SECRET);
    HookRequest request = ours(delivered(), rotating);
    new Webhook(HookFixtures.SECRET).verify(request.body(), headers(request.headers()));
    new Webhook(OLD_SECRET).verify(request.body(), headers(request.headers()));
  }

  @Test void oneChangedByteInIdTimeOrBodyFails() {
    HookRequest request = ours(delivered(), SIGNED);
    var otherId = changed(request.headers(), "webhook-id", "123456789-4");
    var otherTime = changed(request.headers(), "webhook-timestamp",
        Long.toString(Long.parseLong(request.headers().get("webhook-timestamp")) + 1));
    assertRefused(request.body(), otherId);
    assertRefused(request.body(), otherTime);
    assertRefused(request.body().replace('3', '4'), request.headers());
  }

  @Test void theSpecificationsVectorHolds() {
    Map<String, String> headers = StandardWebhooks.headers(
        List.of(new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")), "msg_p5jXN8AQM9LWM0D4loKWxJek",
        Instant.ofEpochSecond(1614265330), "{\"test\": 2432232314}");
    assertThat(headers).containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test void secretsThatAreOverDoNotSign() throws Exception {
    var account = HookFixtures.account(keys, HookFixtures.SECRET, OLD_SECRET);
    var old = account.getWebhookSecrets().removeLast();
    account.getWebhookSecrets().add(new SealedSecret(old.getSealed(), HookFixtures.NOON));
    assertThat(Endpoint.of(account, "native", keys, HookFixtures.NOON.minusMillis(1)).secrets()).hasSize(2);
    assertThat(Endpoint.of(account, "native", keys, HookFixtures.NOON).secrets())
        .containsExactly(new Secret(HookFixtures.SECRET));
  }

  @Test void anAccountCanKeepItsKeySealedForTheVendorsSignature() throws Exception {
    String sealed = Base64.getEncoder().encodeToString(keys.seal("key", Contexts.secret(HookFixtures.ACCOUNT)));
    var account = HookFixtures.account(keys, Map.of("alphasms.hook_key", sealed));
    assertThat(Endpoint.of(account, "alphasms", keys, HookFixtures.NOON).secret(Endpoint.KEY))
        .contains(new Secret("key"));
  }

  @Test void formatsAreFoundByName() {
    assertThat(HookFormat.named("native")).isPresent();
    assertThat(HookFormat.named("alphasms")).isPresent();
    assertThat(HookFormat.named("smoke-signals")).isEmpty();
  }

  @Test void nothingSecretIsPrinted() {
    assertThat(ours(delivered(), SIGNED).toString()).doesNotContain("otp.delivered").doesNotContain("v1,");
    assertThat(SIGNED.toString()).doesNotContain(HookFixtures.SECRET);
  }

  private static StatusEvent delivered() {
    return deliveredAs().build();
  }

  private static StatusEvent.Builder deliveredAs() {
    return HookFixtures.builder(123456789, 3, StatusType.DELIVERED, MessageState.DELIVERED);
  }

  private static HookRequest alphasms(StatusEvent event, Endpoint signing) {
    return write("alphasms", event, signing);
  }

  private static HookRequest ours(StatusEvent event, Endpoint signing) {
    return write("native", event, signing);
  }

  private static HookRequest write(String format, StatusEvent event, Endpoint signing) {
    var due = HookFixtures.due(keys, format, "https://example.org/", event);
    HookFormat known = HookFormat.named(format).orElseThrow();
    return known.write(new Telling(due, known.word(event).orElseThrow(), "https://example.org/", signing,
        Optional.empty(), Instant.now()));
  }

  private static Endpoint signedWith(String... secrets) {
    return new Endpoint(List.of(secrets).stream().map(Secret::new).toList(), Set.of(), Map.of(), Map.of());
  }

  private static void assertRefused(String body, Map<String, String> headers) {
    assertThatThrownBy(() -> new Webhook(HookFixtures.SECRET).verify(body, headers(headers)))
        .isInstanceOf(WebhookVerificationException.class);
  }

  private static Map<String, String> changed(Map<String, String> headers, String name, String value) {
    var copy = new java.util.HashMap<>(headers);
    copy.put(name, value);
    return copy;
  }

  private static HttpHeaders headers(Map<String, String> headers) {
    return HttpHeaders.of(headers.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue()))), (_, _) -> true);
  }
}
