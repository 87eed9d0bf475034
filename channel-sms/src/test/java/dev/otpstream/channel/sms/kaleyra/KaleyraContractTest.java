package dev.otpstream.channel.sms.kaleyra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.otpstream.kit.channel.Channel;
import dev.otpstream.kit.channel.Receipt.State;
import dev.otpstream.kit.channel.Receipt.Subject.Theirs;
import dev.otpstream.kit.channel.SendOutcome.Accepted;
import dev.otpstream.kit.channel.SendOutcome.Rejected;
import dev.otpstream.kit.channel.SendOutcome.Throttled;
import dev.otpstream.kit.channel.SendOutcome.Unavailable;
import dev.otpstream.kit.channel.SendOutcome.Unclear;
import dev.otpstream.kit.testing.ChannelContract;
import dev.otpstream.schemas.Reason;
import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.SimulatorsConfig;
import dev.otpstream.simulators.stage.Receipt;
import dev.otpstream.simulators.stage.Receipt.Flaw;
import dev.otpstream.simulators.stage.Receipt.Status;
import dev.otpstream.simulators.stage.Step;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every channel promises, and what only this one can do, against a simulated Kaleyra. */
class KaleyraContractTest extends ChannelContract {
  private static Simulators simulators;
  private final List<Channel> channels = new ArrayList<>();
  private final Queue<dev.otpstream.kit.channel.Receipt> receipts = new ConcurrentLinkedQueue<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  /** How many receipts Kafka will not take before it takes them. */
  private volatile int refusals;

  @BeforeAll static void startProvider() {
    simulators = Simulators.start(SimulatorsConfig.defaults());
  }

  @AfterAll static void stopProvider() {
    simulators.close();
  }

  @BeforeEach void forget() {
    simulators.scripts().clear();
    simulators.forget();
    simulators.up(Simulators.KALEYRA);
  }

  @AfterEach void closeChannels() {
    channels.forEach(Channel::close);
  }

  @Override protected Channel channelTo(Provider provider) {
    switch (provider) {
      case ACCEPTS -> script(Step.deliver());
      case REFUSES -> script(Step.refuse("E406"));
      case THROTTLES -> script(Step.throttle(7));
      case IS_DOWN -> simulators.down(Simulators.KALEYRA);
      case IS_SILENT -> script(Step.silent());
      case TALKS_GIBBERISH -> script(Step.garbage());
      case TALKS_TOO_MUCH -> script(Step.huge());
    }
    return channel(Map.of());
  }

  @Test void theTextReachesThePhoneAndTheReceiptUs() throws InterruptedException {
    var accepted = (Accepted) channel(Map.of()).send(dispatch());
    assertThat(simulators.messagesOf(RECIPIENT)).singleElement().satisfies(message -> {
      assertThat(message.text()).isEqualTo("Your code is " + CODE);
      assertThat(message.sender()).isEqualTo("Shop");
    });
    awaitReceipts(1);
    assertThat(receipts).singleElement().satisfies(receipt -> {
      assertThat(receipt.subject()).isEqualTo(new Theirs(accepted.providerMessageIds().getFirst()));
      assertThat(receipt.state()).isEqualTo(State.DELIVERED);
    });
  }

  @Test void aCutOrTornOrDrippingAnswerIsUnclearAndNothingIsRepeated() throws InterruptedException {
    for (Step trouble : List.of(Step.close(), Step.broken(), Step.drip(Duration.ofMillis(100)),
        Step.serverError(502))) {
      simulators.forget();
      script(trouble);
      assertThat(channel(Map.of()).send(dispatch())).as("%s", trouble.answer()).isInstanceOf(Unclear.class);
      assertThat(orders()).isEqualTo(1);
    }
  }

  @Test void itsOwnTroubleIsUnavailable() throws InterruptedException {
    for (Step trouble : List.of(Step.serverError(503), Step.refuse("500 E403"))) {
      script(trouble);
      assertThat(channel(Map.of()).send(dispatch())).as("%s", trouble.answer()).isInstanceOf(Unavailable.class);
    }
  }

  @Test void throttlesWithoutATimeAreTakenLongerAndLonger() throws InterruptedException {
    script(Step.throttle(0).times(3), Step.deliver().times(1), Step.throttle(0));
    Channel channel = channel(Map.of());
    for (int seconds : List.of(1, 2, 4))
      assertThat(channel.send(dispatch())).isEqualTo(new Throttled(Duration.ofSeconds(seconds)));
    assertThat(channel.send(dispatch())).isInstanceOf(Accepted.class);
    assertThat(channel.send(dispatch())).isEqualTo(new Throttled(Duration.ofSeconds(1)));
  }

  @Test void aWrongKeyIsAMatterOfSettings() throws InterruptedException {
    assertThat(channel(Map.of("KALEYRA_API_KEY", "wrong")).send(dispatch()))
        .isEqualTo(new Rejected(Reason.PROVIDER_CONFIGURATION, "HTTP 401"));
  }

  @Test void theOtherPathServesToo() throws InterruptedException {
    assertThat(channel(Map.of("KALEYRA_PATH", "sms")).send(dispatch())).isInstanceOf(Accepted.class);
  }

  @Test void aReceiptBeforeTheAnswerIsReported() throws InterruptedException {
    script(Step.deliver().withReceipts(Receipt.of(Status.DELIVERED, Duration.ZERO).early())
        .answerAfter(Duration.ofMillis(200)));
    var accepted = (Accepted) channel(Map.of()).send(dispatch());
    assertThat(receipts).extracting(receipt -> receipt.subject())
        .containsExactly(new Theirs(accepted.providerMessageIds().getFirst()));
  }

  @Test void aReceiptTwiceAndOneForNobodyKnowsWhomAreReportedAsTheyCome() throws InterruptedException {
    script(Step.noReceipt().withReceipts(Receipt.of(Status.UNDELIVERED, Duration.ZERO).times(2),
        Receipt.of(Status.DELIVERED, Duration.ZERO).with(Flaw.UNKNOWN_ID)));
    var accepted = (Accepted) channel(Map.of()).send(dispatch());
    awaitReceipts(3);
    var own = new Theirs(accepted.providerMessageIds().getFirst());
    assertThat(receipts).extracting(receipt -> receipt.subject()).filteredOn(own::equals).hasSize(2);
  }

  @Test void aReceiptThatKafkaDoesNotTakeComesAgain() throws InterruptedException {
    refusals = 1;
    channel(Map.of()).send(dispatch());
    awaitReceipts(2);
    await().untilAsserted(() -> assertThat(counters()).containsEntry("callback answered 503", 1L)
        .containsEntry("callback answered 200", 1L));
  }

  @Test void aForgedReceiptIsNotBelieved() throws InterruptedException {
    script(Step.noReceipt().withReceipts(Receipt.of(Status.DELIVERED, Duration.ZERO).with(Flaw.WRONG_SIGNATURE)));
    channel(Map.of()).send(dispatch());
    await().untilAsserted(() -> assertThat(counters()).containsKey("callback answered 404"));
    assertThat(receipts).isEmpty();
    assertThat(meters.counter("otp.kaleyra.receipts", "what", "stranger").count()).isPositive();
  }

  @Test void whatNoCallbackTellsIsAskedFor() throws InterruptedException {
    simulators.script(Simulators.KALEYRA, RECIPIENT, Step.fail(Status.EXPIRED, Duration.ZERO));
    Map<String, String> nobodyListens = Map.of("KALEYRA_CALLBACK_URL", "http://127.0.0.1:1", "KALEYRA_POLLS", "0s,1s");
    var accepted = (Accepted) channel(nobodyListens).send(dispatch());
    awaitReceipts(1);
    assertThat(receipts).singleElement().satisfies(receipt -> {
      assertThat(receipt.subject()).isEqualTo(new Theirs(accepted.providerMessageIds().getFirst()));
      assertThat(receipt.reason()).contains(Reason.EXPIRED);
    });
  }

  private Channel channel(Map<String, String> changes) {
    var settings = new TreeMap<>(Map.of("KALEYRA_URL", simulators.kaleyraUrl().toString(), "KALEYRA_SID",
        simulators.kaleyraSid(), "KALEYRA_API_KEY", simulators.kaleyraApiKey()));
    settings.putAll(changes);
    var channel = new KaleyraChannel(KaleyraSetting.config(settings), this::store, meters, InstantSource.system());
    channels.add(channel);
    return channel;
  }

  private CompletableFuture<Void> store(dev.otpstream.kit.channel.Receipt receipt) {
    receipts.add(receipt);
    return receipts.size() <= refusals
        ? CompletableFuture.failedFuture(new IllegalStateException("no broker"))
        : CompletableFuture.completedFuture(null);
  }

  private void awaitReceipts(int count) {
    await().until(() -> receipts.size() == count);
  }

  private static long orders() {
    return counters().get("received messages");
  }

  private static Map<String, Long> counters() {
    return simulators.journal().counters().getOrDefault(Simulators.KALEYRA, Map.of());
  }

  private static void script(Step... steps) {
    simulators.script(Simulators.KALEYRA, RECIPIENT, steps);
  }
}
