package dev.otpstream.kit.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpstream.kit.DeadLetterBox;
import dev.otpstream.kit.channel.SendOutcome.Throttled;
import dev.otpstream.kit.channel.SendOutcome.Unavailable;
import dev.otpstream.schemas.Claim;
import dev.otpstream.schemas.DeadLetters;
import dev.otpstream.schemas.DeliveryOutcome;
import dev.otpstream.schemas.DeliveryResult;
import dev.otpstream.schemas.Dispatch;
import dev.otpstream.schemas.MessageIds;
import dev.otpstream.schemas.Reason;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.sealing.KeyFile;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.schemas.serde.RecordSerdes;
import dev.otpstream.schemas.serde.RegistrySettings;
import dev.otpstream.schemas.serde.SchemaRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DispatchHandlerTest {
  private static final String RECIPIENT = "+380971234567";
  private static final long MESSAGE = MessageIds.of(1, 0);
  private static final RecordSerdes SERDES = new RecordSerdes(
      SchemaRegistry.from(RegistrySettings.of("mock://dispatch-handler", "").asMap()));

  private final FakeChannel channel = new FakeChannel("sms");
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private MockProducer<String, DeliveryResult> results;
  private MockProducer<byte[], byte[]> letters;
  private MockProducer<String, Claim> claims;
  private Runnable whileClaiming = () -> {};
  private final Set<DispatchId> leftByOthers = new HashSet<>();
  private Dispatches dispatches;
  private DispatchHandler handler;

  @BeforeEach void wire(@TempDir Path folder) {
    Keys keys = KeyFile.loadOrCreate(folder.resolve("keys.json"));
    dispatches = new Dispatches(keys);
    results = new MockProducer<>(cluster(), true, new RoundRobinPartitioner(), new StringSerializer(),
        SERDES.serializer(Topics.DELIVERY_RESULTS));
    letters = new MockProducer<>(cluster(), true, new RoundRobinPartitioner(), new ByteArraySerializer(),
        new ByteArraySerializer());
    claims = claims(() -> whileClaiming.run());
    Clock clock = new TestClock(() -> now);
    var sender = new Sender(channel, WorkerConfig.DEFAULT, new SendMeters(meters, "sms", "fake"), clock);
    var providers = new Providers(List.of(sender), _ -> List.of("fake"),
        new SendRules(WorkerConfig.RETRY_WAITS_DEFAULT),
        clock);
    handler = new DispatchHandler(
        new DispatchReader(Topics.DISPATCH_SMS, SERDES.deserializer(Topics.DISPATCH_SMS), keys),
        providers, new Claims(claims, Topics.CLAIMS_SMS, UUID.randomUUID()),
        new LeftClaims(_ -> Map.of(0, Set.copyOf(leftByOthers)), Runnable::run),
        new DeliveryReports(results, "sms", "fake"),
        new DeadLetterBox(letters, meters, "channel-sms"), clock);
  }

  @Test void theChannelGetsTheWholeTextAndTheEngineTheOutcome() {
    handler.handle(record(MESSAGE));

    OpenDispatch sent = channel.sends().getFirst();
    assertThat(sent.text()).contains("Your code: " + Dispatches.CODE);
    assertThat(sent.code()).contains(Dispatches.CODE);
    assertThat(sent.recipient()).isEqualTo(RECIPIENT);
    DeliveryResult result = onlyResult();
    assertThat(result.getOutcome()).isEqualTo(DeliveryOutcome.SENT);
    assertThat(result.getReferences()).containsExactly("sms/fake/id-1");
    assertThat(result.getTries()).isEqualTo(1);
    assertThat(results.history().getFirst().partition()).isZero();
  }

  @Test void aReportThatKafkaDoesNotTakeIsRepeatedButNotTheSend() {
    results.sendException = new TimeoutException("no broker");
    assertThatThrownBy(() -> handler.handle(record(MESSAGE))).isInstanceOf(TryAgain.class);

    results.sendException = null;
    handler.handle(record(MESSAGE));

    assertThat(channel.sends()).hasSize(1);
    assertThat(onlyResult().getOutcome()).isEqualTo(DeliveryOutcome.SENT);
  }

  @Test void aRecordThatComesAgainIsNotSentAgain() {
    handler.handle(record(MESSAGE));
    handler.handle(record(MESSAGE));

    assertThat(channel.sends()).hasSize(1);
    assertThat(results.history()).hasSize(1);
  }

  @Test void aRecordThatComesAgainWhileItsSendIsUnderWayWaits() throws InterruptedException {
    var answer = new CountDownLatch(1);
    channel.hangs(RECIPIENT, answer);
    Thread first = Thread.ofVirtual().start(() -> handler.handle(record(MESSAGE)));
    Awaitility.await().until(() -> channel.sends().size() == 1);

    assertThatThrownBy(() -> handler.handle(record(MESSAGE))).isInstanceOf(TryAgain.class);

    answer.countDown();
    first.join();
    assertThat(channel.sends()).hasSize(1);
    assertThat(results.history()).hasSize(1);
  }

  @Test void aDeadCodeIsDroppedUnsent() {
    now = now.plus(Duration.ofMinutes(5));
    handler.handle(record(MESSAGE));

    assertThat(channel.sends()).isEmpty();
    DeliveryResult result = onlyResult();
    assertThat(result.getOutcome()).isEqualTo(DeliveryOutcome.DROPPED);
    assertThat(result.getReason()).isEqualTo(Reason.EXPIRED);
    assertThat(result.getTries()).isZero();
  }

  @Test void anUnreachableProviderIsGivenUpForTheNextChannel() {
    channel.answers(RECIPIENT, new Unavailable("down"), new Unavailable("down"), new Unavailable("down"));
    for (Duration wait : WorkerConfig.RETRY_WAITS_DEFAULT) {
      assertThatThrownBy(() -> handler.handle(record(MESSAGE))).isInstanceOfSatisfying(TryAgain.class,
          again -> assertThat(again.delay()).isEqualTo(wait));
      now = now.plus(wait);
    }
    handler.handle(record(MESSAGE));

    DeliveryResult result = onlyResult();
    assertThat(result.getOutcome()).isEqualTo(DeliveryOutcome.REFUSED);
    assertThat(result.getReason()).isEqualTo(Reason.PROVIDER_UNAVAILABLE);
    assertThat(result.getTries()).isEqualTo(3);
  }

  @Test void aRecordThatComesTooEarlyIsNotSent() {
    channel.answers(RECIPIENT, new Unavailable("down"));
    assertThatThrownBy(() -> handler.handle(record(MESSAGE))).isInstanceOf(TryAgain.class);
    assertThatThrownBy(() -> handler.handle(record(MESSAGE))).isInstanceOf(TryAgain.class);
    assertThat(channel.sends()).hasSize(1);
  }

  @Test void aThrottledProviderIsLeftAloneByAll() {
    channel.answers(RECIPIENT, new Throttled(Duration.ofSeconds(3)));
    assertThatThrownBy(() -> handler.handle(record(MESSAGE))).isInstanceOf(TryAgain.class);

    assertThatThrownBy(() -> handler.handle(record(MESSAGE + 1024))).isInstanceOfSatisfying(TryAgain.class,
        again -> assertThat(again.delay()).isEqualTo(Duration.ofSeconds(3)));

    assertThat(channel.sends()).hasSize(1);
    now = now.plusSeconds(3);
    handler.handle(record(MESSAGE));
    handler.handle(record(MESSAGE + 1024));
    assertThat(outcomes()).containsExactly(DeliveryOutcome.SENT, DeliveryOutcome.SENT);
  }

  @Test void aLongPauseMeansTheNextChannelForAll() {
    channel.answers(RECIPIENT, new Throttled(Duration.ofHours(1)));
    handler.handle(record(MESSAGE));
    handler.handle(record(MESSAGE + 1024));

    assertThat(channel.sends()).hasSize(1);
    assertThat(results.history()).extracting(sent -> sent.value().getReason())
        .containsExactly(Reason.PROVIDER_THROTTLED, Reason.PROVIDER_THROTTLED);
  }

  @Test void anAbsurdPauseEnds() {
    channel.answers(RECIPIENT, new Throttled(Duration.ofSeconds(Long.MAX_VALUE)));
    handler.handle(record(MESSAGE));

    now = now.plus(Sender.PAUSE_MAX);
    handler.handle(record(dispatches.to(RECIPIENT, MessageIds.of(60, 0), now, now.plusSeconds(60))));
    assertThat(outcomes()).containsExactly(DeliveryOutcome.REFUSED, DeliveryOutcome.SENT);
  }

  @Test void afterManyFailuresDispatchesAreRefusedUnsentUntilAProbeSucceeds() {
    var broken = new SendOutcome.Rejected(Reason.PROVIDER_CONFIGURATION, "ACCESS_TOKEN_INVALID");
    for (int i = 0; i < Circuit.FAILURES_MAX; i++)
      channel.answers(RECIPIENT, broken);
    for (int i = 0; i < Circuit.FAILURES_MAX; i++)
      handler.handle(record(MESSAGE + i * 1024L));

    handler.handle(record(MessageIds.of(50, 0)));
    assertThat(channel.sends()).hasSize(Circuit.FAILURES_MAX);
    assertThat(results.history().getLast().value().getReason()).isEqualTo(Reason.PROVIDER_UNAVAILABLE);
    assertThat(meters.counter("otp.sends", "channel", "sms", "provider", "fake", "outcome", "circuit_open").count())
        .isEqualTo(1);

    now = now.plus(Circuit.PAUSE);
    handler.handle(record(MessageIds.of(51, 0)));
    handler.handle(record(MessageIds.of(52, 0)));
    assertThat(outcomes()).endsWith(DeliveryOutcome.SENT, DeliveryOutcome.SENT);
  }

  @Test void anAdapterThatThrowsIsNotAskedTwice() {
    channel.does(RECIPIENT, () -> {
      throw new IllegalStateException("bug");
    });
    handler.handle(record(MESSAGE));

    assertThat(onlyResult().getOutcome()).isEqualTo(DeliveryOutcome.UNCLEAR);
    assertThat(onlyResult().getReason()).isEqualTo(Reason.NO_ANSWER);
  }

  @Test void anInterruptedSendIsUnclear() {
    channel.does(RECIPIENT, () -> {
      throw new InterruptedException();
    });
    handler.handle(record(MESSAGE));

    assertThat(onlyResult().getOutcome()).isEqualTo(DeliveryOutcome.UNCLEAR);
  }

  @Test void theProviderIsCalledUnderAClaim() {
    channel.does(RECIPIENT, () -> {
      assertThat(claimWords()).containsExactly("claimed");
      return FakeChannel.ACCEPTED;
    });
    handler.handle(record(MESSAGE));

    assertThat(channel.sends()).hasSize(1);
    assertThat(claimWords()).containsExactly("claimed");
    assertThat(claims.history().getFirst().partition()).as("the dispatch's partition").isZero();
  }

  @Test void whatHasToWaitAfterACallIsReleasedAndClaimedAgain() {
    channel.answers(RECIPIENT, new Unavailable("down"));
    assertThatThrownBy(() -> handler.handle(record(MESSAGE))).isInstanceOf(TryAgain.class);
    assertThat(claimWords()).containsExactly("claimed", "released");

    now = now.plus(WorkerConfig.RETRY_WAITS_DEFAULT.getFirst());
    handler.handle(record(MESSAGE));
    assertThat(claimWords()).containsExactly("claimed", "released", "claimed");
  }

  @Test void whatIsNotSentIsNotClaimed() {
    now = now.plus(Duration.ofMinutes(5));
    handler.handle(record(MESSAGE));
    assertThat(claims.history()).isEmpty();
  }

  @Test void withoutAClaimTheProviderIsNotCalled() {
    claims.sendException = new TimeoutException("no broker");
    assertThatThrownBy(() -> handler.handle(record(MESSAGE))).isInstanceOf(TryAgain.class);
    assertThat(channel.sends()).isEmpty();

    claims.sendException = null;
    now = now.plusSeconds(1);
    handler.handle(record(MESSAGE));
    assertThat(onlyResult().getOutcome()).isEqualTo(DeliveryOutcome.SENT);
    assertThat(onlyResult().getTries()).isEqualTo(1);
  }

  @Test void aCodeThatDiesWhileItIsClaimedIsDropped() {
    whileClaiming = () -> now = now.plus(Duration.ofMinutes(5));
    handler.handle(record(MESSAGE));

    assertThat(channel.sends()).isEmpty();
    assertThat(onlyResult().getOutcome()).isEqualTo(DeliveryOutcome.DROPPED);
  }

  @Test void whatAnotherWorkerClaimedAndDidNotReleaseIsPerhapsSent() {
    leftByOthers.add(new DispatchId(MESSAGE, 1));
    handler.handle(record(MESSAGE));
    handler.handle(record(MESSAGE + 1024));

    assertThat(channel.sends()).extracting(OpenDispatch::messageId).containsExactly(MESSAGE + 1024);
    assertThat(outcomes()).containsExactly(DeliveryOutcome.UNCLEAR, DeliveryOutcome.SENT);
    assertThat(results.history().getFirst().value().getReason()).as("no provider's fault").isEqualTo(Reason.OTHER);
    assertThat(results.history().getFirst().value().getTries()).isZero();
    assertThat(claims.history()).as("what is not sent is not claimed").hasSize(1);
  }

  @Test void whatAnotherWorkerClaimedIsPerhapsSentEvenIfItsCodeIsDead() {
    leftByOthers.add(new DispatchId(MESSAGE, 1));
    now = now.plus(Duration.ofMinutes(5));
    handler.handle(record(MESSAGE));
    assertThat(onlyResult().getOutcome()).isEqualTo(DeliveryOutcome.UNCLEAR);
  }

  @Test void bytesThatAreNoDispatchAreKeptWithTheReason() {
    byte[] junk = "junk".getBytes(StandardCharsets.UTF_8);
    handler.handle(new ConsumerRecord<>(Topics.DISPATCH_SMS.name(), 3, 14, null, junk));

    var letter = letters.history().getFirst();
    assertThat(letter.topic()).isEqualTo(DeadLetters.TOPIC);
    assertThat(letter.value()).isEqualTo(junk);
    assertThat(header(letter.headers().lastHeader(DeadLetters.REASON).value())).contains("wire format");
    assertThat(header(letter.headers().lastHeader(DeadLetters.ORIGIN_OFFSET).value())).isEqualTo("14");
    assertThat(results.history()).isEmpty();
  }

  @Test void aDispatchThatNobodyCanOpenIsKeptAndTheEngineTold() {
    Dispatch sealed = dispatches.sealedWrongly(MESSAGE, now.plusSeconds(60));
    handler.handle(record(sealed));

    assertThat(letters.history()).hasSize(1);
    assertThat(onlyResult().getOutcome()).isEqualTo(DeliveryOutcome.REFUSED);
    assertThat(onlyResult().getTries()).isZero();
    assertThat(channel.sends()).isEmpty();
  }

  @Test void aMessageThatNoPartitionOwnsIsKeptUnsent() {
    handler.handle(record(MessageIds.of(1, 1000)));

    assertThat(letters.history()).hasSize(1);
    assertThat(channel.sends()).isEmpty();
  }

  @Test void nothingIsJudgedWhileTheRegistryIsAway() {
    byte[] unknownSchema = {0, 0, 0, 0, 99, 1};
    var away = new RecordSerdes(SchemaRegistry.from(RegistrySettings.of("http://127.0.0.1:9", "").asMap()));
    var waiting = new DispatchHandler(
        new DispatchReader(Topics.DISPATCH_SMS, away.deserializer(Topics.DISPATCH_SMS), dispatches.keys()), null, null,
        null, null,
        new DeadLetterBox(letters, meters, "channel-sms"), Clock.systemUTC());

    assertThatThrownBy(() -> waiting.handle(new ConsumerRecord<>(Topics.DISPATCH_SMS.name(), 0, 0, null,
        unknownSchema))).isInstanceOf(TryAgain.class);
    assertThat(letters.history()).isEmpty();
  }

  private ConsumerRecord<byte[], byte[]> record(long messageId) {
    Instant acceptedAt = Instant.parse("2026-03-01T12:00:00Z");
    return record(dispatches.to(RECIPIENT, messageId, acceptedAt, acceptedAt.plus(Duration.ofMinutes(5))));
  }

  private static ConsumerRecord<byte[], byte[]> record(Dispatch dispatch) {
    byte[] value = SERDES.serializer(Topics.DISPATCH_SMS).serialize(Topics.DISPATCH_SMS.name(), dispatch);
    return new ConsumerRecord<>(Topics.DISPATCH_SMS.name(), 0, 0, null, value);
  }

  private DeliveryResult onlyResult() {
    assertThat(results.history()).hasSize(1);
    return results.history().getFirst().value();
  }

  private List<String> claimWords() {
    return claims.history().stream().map(claim -> claim.value().getReleased() ? "released" : "claimed").toList();
  }

  private static MockProducer<String, Claim> claims(Runnable meanwhile) {
    return new MockProducer<>(cluster(), true, new RoundRobinPartitioner(), new StringSerializer(),
        SERDES.serializer(Topics.CLAIMS_SMS)) {
      @Override public synchronized Future<RecordMetadata> send(ProducerRecord<String, Claim> claim,
          Callback callback) {
        meanwhile.run();
        return super.send(claim, callback);
      }
    };
  }

  private List<DeliveryOutcome> outcomes() {
    return results.history().stream().map(sent -> sent.value().getOutcome()).toList();
  }

  private static String header(byte[] value) {
    return new String(value, StandardCharsets.UTF_8);
  }

  private static Cluster cluster() {
    var node = new Node(1, "127.0.0.1", 9092);
    var partitions = new ArrayList<PartitionInfo>();
    for (int i = 0; i < 6; i++)
      partitions.add(new PartitionInfo(Topics.DELIVERY_RESULTS.name(), i, node, new Node[]{node}, new Node[]{node}));
    for (int i = 0; i < 6; i++)
      partitions.add(new PartitionInfo(Topics.CLAIMS_SMS.name(), i, node, new Node[]{node}, new Node[]{node}));
    partitions.add(new PartitionInfo(DeadLetters.TOPIC, 0, node, new Node[]{node}, new Node[]{node}));
    return new Cluster("test", List.of(node), partitions, Set.of(), Set.of());
  }
}
