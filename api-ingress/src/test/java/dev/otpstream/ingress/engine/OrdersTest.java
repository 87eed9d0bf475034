package dev.otpstream.ingress.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.ingress.engine.SendOrder.Step;
import dev.otpstream.ingress.front.ChatAddress;
import dev.otpstream.ingress.front.Phone;
import dev.otpstream.schemas.MessageIds;
import dev.otpstream.schemas.OurCode;
import dev.otpstream.schemas.Query;
import dev.otpstream.schemas.RequestConsent;
import dev.otpstream.schemas.Send;
import dev.otpstream.schemas.SubscriberIds;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.KeyFile;
import dev.otpstream.schemas.sealing.Keys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrdersTest {
  private static final Phone PHONE = new Phone("+380971234567");
  @TempDir
  private static Path folder;
  private Keys keys;
  private Orders orders;

  @BeforeEach void start() {
    keys = KeyFile.loadOrCreate(folder.resolve("keys.json"));
    orders = new Orders(keys, 6, new RouteTiming(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ZERO,
        Duration.ofSeconds(90)));
  }

  @Test void allThatConcernsARecipientMeetsUnderOneKeyAndAccountsStayApart() {
    var target = new Target.ByRecipient(PHONE, "login");
    Order send = orders.send("a", send(Optional.empty(), Optional.empty()));
    Order verify = orders.verify("a", new VerifyOrder(target, "482916", Optional.empty()));
    Order cancel = orders.cancel("a", target);
    assertThat(List.of(verify.key(), cancel.key())).containsOnly(send.key());
    assertThat(List.of(verify.partition(), cancel.partition())).containsOnly(send.partition());
    assertThat(orders.cancel("b", target).key()).isNotEqualTo(send.key());
    assertThat(send.key()).doesNotContain("380971234567");
  }

  @Test void whatNamesAMessageGoesToThePartitionThatOwnsIt() {
    long id = MessageIds.of(7, 5);
    assertThat(orders.query("a", new StatusQuestion.OfMessage(id)).partition()).isEqualTo(5);
    assertThat(orders.cancel("a", new Target.ByMessage(id)).partition()).isEqualTo(5);
    assertThat(orders.verify("a", new VerifyOrder(new Target.ByMessage(id), "1", Optional.empty())).key())
        .isEqualTo(Long.toString(id));
    assertThat(orders.isOurs(id)).isTrue();
    assertThat(orders.isOurs(MessageIds.of(7, 6))).isFalse();
    assertThat(orders.isOurs(-1)).isFalse();
  }

  @Test void aCallersIdIsAskedForUnderTheNameItWasSentWith() {
    var id = new CallerId("alphasms", "100500");
    Send send = (Send) orders.send("a", send(Optional.of(id), Optional.empty())).body();
    Order query = orders.query("a", new StatusQuestion.OfCallerId(id));
    assertThat(send.getCallerReference()).isEqualTo("100500");
    assertThat(send.getReference()).isEqualTo(query.key()).isEqualTo(((Query) query.body()).getReference())
        .startsWith("caller/a/").doesNotContain("100500");
    for (var other : List.of(new CallerId("alphasms", "\"100500\""), new CallerId("kaleyra", "100500")))
      assertThat(orders.query("a", new StatusQuestion.OfCallerId(other)).key()).isNotEqualTo(query.key());
    assertThat(orders.query("b", new StatusQuestion.OfCallerId(id)).key()).doesNotContain(query.key().substring(9));
  }

  @Test void promisesAreDigestsAndEqualOnlyWithinTheirScope() {
    var once = new Once("send", "key", "request", Duration.ofHours(24));
    var mine = orders.send("a", send(Optional.empty(), Optional.of(once))).idempotency();
    assertThat(mine.getLifetimeMs()).isEqualTo(86_400_000);
    assertThat(mine.getKey()).isNotEqualTo(mine.getFingerprint()).doesNotContain("key");
    assertThat(orders.send("a", send(Optional.empty(), Optional.of(once))).idempotency()).isEqualTo(mine);
    assertThat(orders.send("b", send(Optional.empty(), Optional.of(once))).idempotency().getKey())
        .isNotEqualTo(mine.getKey());
    var other = new Once("verify", "key", "request", Duration.ofHours(24));
    assertThat(orders.send("a", send(Optional.empty(), Optional.of(other))).idempotency().getKey())
        .isNotEqualTo(mine.getKey());
  }

  @Test void whatConcernsASubscriberMeetsWhereTheEngineSendsTheirCodes() throws Exception {
    var chat = new ChatAddress(UUID.randomUUID(), "telegram", "700100200");
    Order verify = orders.verify("a", new VerifyOrder(new Target.ByRecipient(chat, ""), "482916", Optional.empty()));
    String token = SubscriberIds.recipientToken(keys, "a", chat.subscriberId());
    assertThat(verify.key()).isEqualTo(Topics.routingKey("a", token));
    var order = new SendOrder(chat, "", Optional.of(new SendOrder.NewCode(6, 5)),
        List.of(new Step("telegram", Optional.of("\u0000"), Optional.empty())), Duration.ofMinutes(5), Optional.empty(),
        List.of(), Optional.empty());
    Order send = orders.send("a", order);
    assertThat(send.key()).isEqualTo(verify.key());
    Send body = (Send) send.body();
    assertThat(body.getRecipientToken()).isEqualTo(token);
    assertThat(body.getRecipientMasked()).isEqualTo("telegram:****00");
    assertThat(keys.open(body.getRecipient(), Contexts.recipient("a"))).isEqualTo("telegram:700100200");
    assertThat(order.toString()).doesNotContain("700100200");
    assertThat(new ChatAddress(UUID.randomUUID(), "max", "12345").masked()).isEqualTo("max:****");
  }

  @Test void aRequestForConsentHasAnIdThatNobodyGuessesAndAPromiseAlwaysTheSame() {
    Order one = orders.requestConsent("a", consent(Optional.empty()));
    Order other = orders.requestConsent("a", consent(Optional.empty()));
    assertThat(List.of(one.key(), other.key())).doesNotHaveDuplicates().allMatch(id -> id.matches("[0-9A-Za-z]{16}"));
    assertThat(((RequestConsent) one.body()).getRequestId()).isEqualTo(one.key());
    assertThat(orders.queryConsent("a", one.key()).partition()).isEqualTo(one.partition())
        .isEqualTo(Topics.enginePartition(one.key(), 6));

    var once = Optional.of(new Once("request", "k1", "{}", Duration.ofHours(24)));
    Order promised = orders.requestConsent("a", consent(once));
    assertThat(promised.key()).matches("[0-9A-Za-z]{16}").isEqualTo(orders.requestConsent("a", consent(once)).key());
    assertThat(promised.idempotency()).isNotNull();
    assertThat(orders.requestConsent("b", consent(once)).key()).isNotEqualTo(promised.key());
    var another = Optional.of(new Once("request", "k2", "{}", Duration.ofHours(24)));
    assertThat(orders.requestConsent("a", consent(another)).key()).isNotEqualTo(promised.key());
  }

  private static ConsentOrder consent(Optional<Once> once) {
    return new ConsentOrder("", new SendOrder.NewCode(6, 3),
        List.of(new Step("max", Optional.of("\u0000"), Optional.empty())), Duration.ofMinutes(5),
        Duration.ofMinutes(15),
        List.of(), once);
  }

  @Test void aCodeIsOrderedAsItIsWanted() {
    var digits = send(new SendOrder.NewCode(6, 5), Duration.ofMinutes(5), "sms").getCode();
    assertThat(digits).isEqualTo(new OurCode(6, 1, 5, true, true));
    var letters = new SendOrder.NewCode(10, SendOrder.NewCode.LOWER_CASE + SendOrder.NewCode.UPPER_CASE, 3, false,
        false);
    assertThat(send(letters, Duration.ofMinutes(5), "sms").getCode()).isEqualTo(new OurCode(10, 6, 3, false, false));
  }

  @Test void everyChannelHasItsTimeForTheVerification() {
    Send send = send(new SendOrder.NewCode(6, 5), Duration.ofMinutes(5), "telegram", "sms");
    assertThat(send.getRoute()).extracting(step -> step.getVerifyTimeoutMs()).containsExactly(0L, 90_000L);
  }

  @Test void whatTheOrderSaysOfTheVerificationComesFirst() {
    List<Step> route = List.of(
        new Step("telegram", Optional.empty(), Optional.empty(), Optional.of(Duration.ofSeconds(20))),
        new Step("sms", Optional.empty(), Optional.empty(), Optional.of(Duration.ZERO)));
    var order = new SendOrder(PHONE, "", Optional.of(new SendOrder.NewCode(6, 5)), route, Duration.ofMinutes(5),
        Optional.empty(), List.of(), Optional.empty());
    assertThat(((Send) orders.send("a", order).body()).getRoute()).extracting(step -> step.getVerifyTimeoutMs())
        .containsExactly(20_000L, 0L);
  }

  @Test void everyChannelGetsItsTurnWithinTheMessagesLife() {
    var code = new SendOrder.NewCode(6, 5);
    assertThat(timeouts(send(code, Duration.ofMinutes(5), "telegram", "sms"))).containsExactly(30_000L, 60_000L);
    assertThat(timeouts(send(code, Duration.ofMinutes(1), "telegram", "max", "sms")))
        .containsExactly(20_000L, 20_000L, 20_000L);
  }

  @Test void theTimeACallerWaitsIsSharedOutWhole() {
    var timing = new ReplyTiming(Duration.ofSeconds(5));
    assertThat(timing.patience()).isEqualTo(Duration.ofSeconds(3));
    assertThat(timing.handOverBlock().plus(timing.handOver()).plus(timing.patience()))
        .isLessThan(timing.replyTimeout());
  }

  @Test void ordersPrintNothingOfWhatTheySay() {
    var order = send(Optional.empty(), Optional.of(new Once("send", "key", "secret", Duration.ZERO)));
    assertThat(order.toString()).doesNotContain("482916").doesNotContain("380971234567").doesNotContain("secret");
    assertThat(new VerifyOrder(new Target.ByRecipient(PHONE, ""), "482916", Optional.empty()).toString())
        .doesNotContain("482916").doesNotContain("380971234567");
  }

  private Send send(SendOrder.NewCode code, Duration lifetime, String... channels) {
    List<Step> route = Arrays.stream(channels).map(name -> new Step(name, Optional.empty(), Optional.empty())).toList();
    var order = new SendOrder(PHONE, "", Optional.of(code), route, lifetime, Optional.empty(), List.of(),
        Optional.empty());
    return (Send) orders.send("a", order).body();
  }

  private static List<Long> timeouts(Send send) {
    return send.getRoute().stream().map(step -> step.getReceiptTimeoutMs()).toList();
  }

  private static SendOrder send(Optional<CallerId> id, Optional<Once> once) {
    return new SendOrder(PHONE, "login", Optional.empty(),
        List.of(new Step("sms", Optional.of("Code 482916"), Optional.empty())), Duration.ofMinutes(5), id,
        List.of(), once);
  }
}
