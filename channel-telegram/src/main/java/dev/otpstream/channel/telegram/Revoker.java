package dev.otpstream.channel.telegram;

import dev.otpstream.kit.DeadLetterBox;
import dev.otpstream.kit.Platform;
import dev.otpstream.schemas.Revocation;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.serde.RegistryUnavailable;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes back messages that nobody needs any more. Best effort: one after the other, each in its time or not at all.
 * Whatever goes wrong here is logged and counted; no send waits for it.
 */
final class Revoker implements AutoCloseable {
  /** Who has not seen the message after so long has the newer one by now. */
  static final Duration VOID_AFTER = Duration.ofMinutes(2);
  private static final Logger LOG = LoggerFactory.getLogger(Revoker.class);
  private static final String NAME = "channel-telegram-revocations";
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(4);
  /** One call takes seconds at worst; more would be handed to another worker while this one is at them. */
  private static final int POLLED_MAX = 20;

  private final TelegramGateway gateway;
  private final MeterRegistry meters;
  private final InstantSource clock;
  private final Deserializer<Revocation> deserializer;
  private final DeadLetterBox deadLetters;
  private final Platform platform;
  private final Thread thread;

  /** Starts at once. */
  Revoker(Platform platform, TelegramGateway gateway, InstantSource clock) {
    this.platform = platform;
    this.gateway = gateway;
    this.meters = platform.meters();
    this.clock = clock;
    this.deserializer = platform.serdes().deserializer(Topics.REVOCATIONS);
    this.deadLetters = new DeadLetterBox(platform, NAME);
    this.thread = Thread.ofVirtual().name(NAME).start(this::run);
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        read();
      } catch (InterruptedException | InterruptException _) {
        return; // closed
      } catch (RuntimeException e) { // revocations may be lost; the sends beside them must not
        LOG.atWarn().addKeyValue("exception", e.getClass().getName()).log("revocations interrupted");
        if (!paused()) return;
      }
    }
  }

  private void read() throws InterruptedException {
    KafkaConsumer<byte[], byte[]> consumer = consumer();
    try {
      consumer.subscribe(List.of(Topics.REVOCATIONS.name()));
      while (true) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL))
          handle(record);
        consumer.commitAsync();
      }
    } finally {
      boolean interrupted = Thread.interrupted(); // an interrupted thread cannot say goodbye to its group
      consumer.close(CloseOptions.timeout(LEAVE_TIMEOUT));
      if (interrupted) Thread.currentThread().interrupt();
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    var settings = platform.kafka().consumer(NAME, NAME);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLLED_MAX);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private void handle(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
    try {
      Revocation revocation = record.value() == null ? null : deserializer.deserialize(record.topic(), record.value());
      if (revocation == null || record.key() == null) {
        var _ = deadLetters.put(record, "no key or no value");
        return;
      }
      if (revocation.getProvider().equals(TelegramGateway.PROVIDER)) revoke(revocation);
    } catch (RegistryUnavailable e) {
      count("unread"); // by the time the registry is back, nobody needs it
    } catch (SerializationException e) {
      var _ = deadLetters.put(record, e.getMessage());
    }
  }

  private void revoke(Revocation revocation) throws InterruptedException {
    if (clock.instant().isAfter(revocation.getAt().plus(VOID_AFTER))) {
      count("void");
      return;
    }
    Said said = gateway.revoke(revocation.getHandle());
    count(said.getClass().getSimpleName().toLowerCase(Locale.ROOT));
    LOG.atDebug().addKeyValue("messageId", revocation.getMessageId()).addKeyValue("dispatch", revocation.getDispatch())
        .addKeyValue("answer", said.getClass().getSimpleName()).log("asked to take a message back");
  }

  private void count(String outcome) {
    meters.counter("otp.revocations", "provider", TelegramGateway.PROVIDER, "outcome", outcome).increment();
  }

  private static boolean paused() {
    try {
      Thread.sleep(PAUSE);
      return true;
    } catch (InterruptedException _) {
      return false;
    }
  }

  @Override public void close() {
    thread.interrupt();
    try {
      thread.join(CLOSE_TIMEOUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    deadLetters.close();
  }
}
