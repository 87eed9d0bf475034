package dev.otpstream.ingress.engine;

import dev.otpstream.ingress.engine.CommandGateway.Outcome;
import dev.otpstream.kit.CrashPoint;
import dev.otpstream.kit.DeadLetterBox;
import dev.otpstream.kit.Launcher;
import dev.otpstream.kit.Patience;
import dev.otpstream.kit.Platform;
import dev.otpstream.kit.observe.ClientMeters;
import dev.otpstream.kit.observe.Hop;
import dev.otpstream.kit.observe.Trace;
import dev.otpstream.kit.observe.Tracing;
import dev.otpstream.schemas.OtpReply;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.serde.RegistryUnavailable;
import io.micrometer.core.instrument.Counter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one partition of {@code otp.replies} from its end and completes who waits. Instances may share a partition: what
 * is not ours is told by its key and not decoded. A reply that nobody waits for any more is counted and dropped; one that
 * cannot be read goes to the dead letters and leaves its asker to the timeout, so that nothing is ever taken for a
 * success.
 */
final class ReplyReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReplyReader.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration GOODBYE_TIMEOUT = Duration.ofSeconds(1);
  private final CountDownLatch positioned = new CountDownLatch(1);
  private final TopicPartition partition;
  private final CommandIds ids;
  private final Function<String, CompletableFuture<Outcome>> waiting;
  private final Patience patience;
  private final Deserializer<OtpReply> deserializer;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Counter answered;
  private final Counter late;
  private final Counter foreign;
  private final Counter unreadable;
  private final DeadLetterBox deadLetters;
  private final ClientMeters meters;
  private final Thread thread;

  /** @param waiting who waits for the reply to a command; null: nobody */
  ReplyReader(Platform platform, int partition, CommandIds ids, Function<String, CompletableFuture<Outcome>> waiting) {
    this.partition = new TopicPartition(Topics.REPLIES.name(), partition);
    this.ids = ids;
    this.waiting = waiting;
    this.patience = platform.patience();
    this.deserializer = platform.serdes().deserializer(Topics.REPLIES);
    this.answered = platform.meters().counter("otp.replies", "fate", "answered");
    this.late = platform.meters().counter("otp.replies", "fate", "late");
    this.foreign = platform.meters().counter("otp.replies", "fate", "foreign");
    this.unreadable = platform.meters().counter("otp.replies", "fate", "unreadable");
    this.deadLetters = new DeadLetterBox(platform, "api-ingress-replies", Topics.REPLIES.name());
    var settings = platform.kafka().reader("api-ingress-replies");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest"); // older replies have nobody who waits for them
    this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.meters = ClientMeters.of(platform.meters(), consumer, "api-ingress-replies", List.of(this.partition.topic()));
    this.thread = Thread.ofPlatform().name("replies").daemon(true).start(this::read);
  }

  boolean awaitPositioned(Duration timeout) throws InterruptedException {
    return positioned.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void read() {
    try {
      consumer.assign(List.of(partition));
      consumer.seekToEnd(List.of(partition));
      // Seeking is lazy: ask, so that no reply from now on is missed.
      patience.insist(partition.topic(), () -> consumer.position(partition));
      positioned.countDown();
      while (true) {
        for (ConsumerRecord<byte[], byte[]> reply : consumer.poll(POLL))
          take(reply);
      }
    } catch (WakeupException _) {
      // closed
    } catch (RuntimeException e) {
      Launcher.die("cannot read " + partition, e);
    } finally {
      consumer.close(CloseOptions.timeout(GOODBYE_TIMEOUT)); // a broker that is away cannot be said goodbye to
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> reply) {
    String id = reply.key() == null ? null : new String(reply.key(), StandardCharsets.UTF_8);
    if (!ids.isOwn(id)) {
      foreign.increment();
      return;
    }
    CompletableFuture<Outcome> asker = waiting.apply(id);
    if (asker == null) {
      late.increment();
      return;
    }
    try {
      OtpReply decoded = deserializer.deserialize(Topics.REPLIES.name(), reply.value());
      if (decoded == null) throw new SerializationException("no value");
      CrashPoint.INGRESS_REPLY_READ.pass();
      try (Hop hop = Tracing.begin(Tracing.Kind.TAKE, "api-ingress", reply.topic(), Trace.of(reply.headers()))) {
        // What the asker does next is done here, and belongs to the same trace.
        hop.trace().run(() -> asker.complete(new Outcome.Replied((SpecificRecord) decoded.getBody())));
      }
      answered.increment();
    } catch (SerializationException e) {
      unreadable.increment();
      bury(reply, e.getMessage());
    } catch (RegistryUnavailable e) { // the reply is not at fault; its asker cannot wait for the registry
      unreadable.increment();
      LOG.atWarn().addKeyValue("offset", reply.offset()).log("reply not read: the schema registry is away");
    }
  }

  private void bury(ConsumerRecord<byte[], byte[]> reply, String reason) {
    var _ = deadLetters.put(reply, reason).whenComplete((_, problem) -> {
      if (problem != null)
        LOG.atError().setCause(problem).addKeyValue("offset", reply.offset()).log("dead letter not stored");
    });
  }

  @Override public void close() {
    meters.close();
    consumer.wakeup();
    try {
      thread.join(CLOSE_TIMEOUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    deadLetters.close();
  }
}
