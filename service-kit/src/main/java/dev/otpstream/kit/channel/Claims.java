package dev.otpstream.kit.channel;

import dev.otpstream.kit.CrashPoint;
import dev.otpstream.kit.Platform;
import dev.otpstream.kit.Stored;
import dev.otpstream.schemas.Claim;
import dev.otpstream.schemas.Topic;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the workers after us which dispatches we hand to providers. A claim is one small record; all sends that begin at the
 * same time share requests. Thread-safe.
 */
final class Claims implements AutoCloseable {
  /**
   * A claim that took longer is not acted on: the group may have given the partition to another worker meanwhile, which
   * has not seen it. Half of what a group waits for a silent worker.
   */
  static final Duration FRESH_MAX = Duration.ofSeconds(5);
  private static final Duration REQUEST_MAX = Duration.ofSeconds(4);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);
  private static final Logger LOG = LoggerFactory.getLogger(Claims.class);

  private final Producer<String, Claim> producer;
  private final Topic<Claim> topic;
  private final String worker;
  private final int partitions;

  /** @param worker names this run; nobody had it before */
  Claims(Platform platform, Topic<Claim> topic, UUID worker) {
    this(producer(platform, topic), topic, worker);
  }

  Claims(Producer<String, Claim> producer, Topic<Claim> topic, UUID worker) {
    this.producer = producer;
    this.topic = topic;
    this.worker = worker.toString();
    this.partitions = producer.partitionsFor(topic.name()).size();
  }

  private static Producer<String, Claim> producer(Platform platform, Topic<Claim> topic) {
    var settings = platform.kafka().producer(topic.name());
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(REQUEST_MAX));
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(FRESH_MAX));
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis(FRESH_MAX));
    settings.put(ProducerConfig.LINGER_MS_CONFIG, "0"); // under load requests fill by themselves
    return new KafkaProducer<>(settings, new StringSerializer(), platform.serdes().serializer(topic));
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }

  /** @param partition of the dispatch; its claim is in the same one */
  OwnClaim of(DispatchId id, int partition) {
    return new OnKafka(id, partition);
  }

  private final class OnKafka implements OwnClaim {
    private final DispatchId id;
    private final int partition;
    private boolean written;
    private boolean taken;

    OnKafka(DispatchId id, int partition) {
      this.id = id;
      this.partition = partition;
    }

    @Override public boolean take() {
      if (taken) return true;
      CrashPoint.WORKER_BEFORE_CLAIM.pass();
      long began = System.nanoTime();
      written = true; // whatever becomes of it, it may be there
      taken = stored(write(false)) && System.nanoTime() - began < FRESH_MAX.toNanos();
      return taken;
    }

    @Override public void release() {
      if (!written) return;
      CrashPoint.WORKER_BEFORE_RELEASE.pass();
      CompletableFuture<Void> released = write(true);
      // If it is lost, the dispatch counts as perhaps sent: the careful side. No wait for what Kafka hardly takes now.
      if (taken) stored(released);
      written = false;
      taken = false;
    }

    private CompletableFuture<Void> write(boolean released) {
      var claim = Claim.newBuilder().setMessageId(id.messageId()).setDispatch(id.dispatch()).setWorker(worker)
          .setReleased(released).build();
      return Stored.by(producer, new ProducerRecord<>(topic.name(), partition % partitions,
          Long.toString(id.messageId()), claim));
    }
  }

  private boolean stored(CompletableFuture<Void> record) {
    try {
      record.get(FRESH_MAX.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
      LOG.atWarn().addKeyValue("topic", topic).addKeyValue("exception", cause.getClass().getName())
          .log("kafka did not take a claim");
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override public void close() {
    producer.close(CLOSE_TIMEOUT);
  }
}
