package dev.otpstream.kit.bot;

import dev.otpstream.kit.Platform;
import dev.otpstream.kit.Stored;
import dev.otpstream.schemas.BotUpdate;
import dev.otpstream.schemas.BotUpdateKind;
import dev.otpstream.schemas.Topics;
import io.micrometer.core.instrument.Counter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Tells the engine what users did. Thread-safe. */
final class UpdateLog implements AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private final Platform platform;
  private final String channel;
  private final UpdateRecords records;
  private final Clock clock;
  private final KafkaProducer<String, BotUpdate> producer;
  private final int partitions;

  UpdateLog(Platform platform, String name, String channel, UpdateRecords records, Clock clock) {
    this.platform = platform;
    this.channel = channel;
    this.records = records;
    this.clock = clock;
    this.producer = new KafkaProducer<>(platform.kafka().producer(name + "-updates"), new StringSerializer(),
        platform.serdes().serializer(Topics.BOT_UPDATES));
    for (BotUpdateKind kind : BotUpdateKind.values())
      updates(kind); // one that comes up with its first count hides it from rates
    this.partitions = producer.partitionsFor(Topics.BOT_UPDATES.name()).size();
  }

  /** @return done when Kafka has them all; only then may the messenger forget them */
  CompletableFuture<Void> put(List<Update> updates) {
    var stored = new ArrayList<CompletableFuture<Void>>();
    for (Update update : updates)
      records.of(update, clock.instant()).ifPresent(record -> stored.add(put(record)));
    return CompletableFuture.allOf(stored.toArray(CompletableFuture[]::new));
  }

  private CompletableFuture<Void> put(BotUpdate update) {
    updates(update.getKind()).increment();
    String key = UpdateRecords.key(update);
    return Stored.by(producer, new ProducerRecord<>(Topics.BOT_UPDATES.name(),
        Topics.enginePartition(key, partitions), key, update));
  }

  private Counter updates(BotUpdateKind kind) {
    return platform.meters().counter("otp.bot.updates", "channel", channel, "kind",
        kind.name().toLowerCase(Locale.ROOT));
  }

  @Override public void close() {
    producer.close(CLOSE_TIMEOUT);
  }
}
