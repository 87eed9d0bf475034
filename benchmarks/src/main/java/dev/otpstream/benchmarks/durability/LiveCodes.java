package dev.otpstream.benchmarks.durability;

import dev.otpstream.benchmarks.platform.Lag;
import dev.otpstream.benchmarks.platform.SplitPlatform;
import dev.otpstream.benchmarks.scenarios.PhoneNumbers;
import dev.otpstream.benchmarks.scenarios.Progress;
import dev.otpstream.schemas.OtpCommand;
import dev.otpstream.schemas.OurCode;
import dev.otpstream.schemas.RouteStep;
import dev.otpstream.schemas.Send;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.schemas.serde.RecordSerdes;
import dev.otpstream.schemas.serde.RegistrySettings;
import dev.otpstream.schemas.serde.SchemaRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Fills a platform with live codes without the edge and without deliveries: orders as the ingress writes them, straight
 * to the engine, while no worker runs. What the engine keeps of them is what it keeps of any code that is on its way.
 */
final class LiveCodes {
  private static final Duration PATIENCE = Duration.ofMinutes(55); // less than commands are kept
  private static final Duration RECEIPT_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration STANDSTILL_MAX = Duration.ofMinutes(5);
  private static final long LOOK_NS = 500_000_000;
  private static final int CODE_LENGTH = 6;
  private static final int ATTEMPTS = 5;
  /** How far the engine may fall behind, so that a code's life begins about when it was ordered. */
  private static final int WAITING_MAX = 50_000;
  private static final int BURST = 10_000;
  /** Ends of transactions that nobody reads: some for each partition of each topic. */
  private static final int MARKERS_MAX = 500;

  private final SplitPlatform platform;
  private final String accountId;
  private final Progress progress;
  private final Keys keys;
  private final int partitions;
  private final String run = UUID.randomUUID().toString();
  private final PhoneNumbers phones = PhoneNumbers.fromAnywhere();

  /** @param partitions of the engine's topics */
  LiveCodes(SplitPlatform platform, String accountId, int partitions, Progress progress) {
    this.platform = platform;
    this.accountId = accountId;
    this.partitions = partitions;
    this.progress = progress;
    this.keys = platform.keys();
  }

  /**
   * Orders codes and waits until the engine has taken all of them.
   *
   * @param until when they expire
   * @return how long it took
   */
  Duration fill(int count, Instant until) {
    long beganNs = System.nanoTime();
    progress.say("filling with " + count + " live codes");
    var serdes = new RecordSerdes(SchemaRegistry.from(RegistrySettings.of(platform.registryUrl(), "").asMap()));
    try (var producer = new KafkaProducer<String, OtpCommand>(Map.<String, Object>of("bootstrap.servers",
        platform.kafka().orElseThrow(), "acks", "all", "linger.ms", 20, "batch.size", 128 * 1024),
        new StringSerializer(), serdes.serializer(Topics.COMMANDS))) {
      var failure = new AtomicReference<Exception>();
      for (int ordered = 0; ordered < count; ordered++) {
        if (ordered > 0 && ordered % BURST == 0) awaitLag(WAITING_MAX);
        var _ = producer.send(order(ordered, Duration.between(Instant.now(), until)), (_, problem) -> {
          if (problem != null) failure.compareAndSet(null, problem);
        });
      }
      producer.flush();
      if (failure.get() != null) throw new IllegalStateException("not all codes were ordered", failure.get());
    }
    awaitLag(MARKERS_MAX);
    return Duration.ofNanos(System.nanoTime() - beganNs);
  }

  private ProducerRecord<String, OtpCommand> order(int number, Duration lifetime) {
    if (lifetime.isNegative()) throw new IllegalStateException("the codes would be dead before they are there");
    String phone = "+" + phones.next();
    String token = keys.token(phone, Contexts.recipient(accountId));
    String key = Topics.routingKey(accountId, token);
    var send = Send.newBuilder().setPurpose("")
        .setRecipient(ByteBuffer.wrap(keys.seal(phone, Contexts.recipient(accountId))))
        .setRecipientToken(token).setRecipientMasked(phone.substring(0, 6) + "*****" + phone.substring(11))
        .setCode(new OurCode(CODE_LENGTH, 1, ATTEMPTS, true, true))
        .setRoute(
            List.of(RouteStep.newBuilder().setChannel("sms").setReceiptTimeoutMs(RECEIPT_TIMEOUT.toMillis()).build()))
        .setLifetimeMs(lifetime.toMillis()).setCallerReference(null).setReference(null).setHooks(List.of()).build();
    var command = OtpCommand.newBuilder().setCommandId(run + "-" + number).setAccountId(accountId)
        .setReplyPartition(-1).setPatienceMs(PATIENCE.toMillis()).setIdempotency(null).setBody(send).build();
    return new ProducerRecord<>(Topics.COMMANDS.name(), Topics.enginePartition(key, partitions), key, command);
  }

  private void awaitLag(long most) {
    long least = Long.MAX_VALUE;
    long movedNs = System.nanoTime();
    while (true) {
      OptionalLong lag = Lag.ofGroup(platform.kafka().orElseThrow(), "otp-engine");
      if (lag.isPresent() && lag.getAsLong() <= most) return;
      if (lag.isPresent() && lag.getAsLong() < least) {
        least = lag.getAsLong();
        movedNs = System.nanoTime();
      }
      if (System.nanoTime() - movedNs > STANDSTILL_MAX.toNanos())
        throw new IllegalStateException("the engine stands still " + least + " records behind");
      LockSupport.parkNanos(LOOK_NS);
    }
  }
}
