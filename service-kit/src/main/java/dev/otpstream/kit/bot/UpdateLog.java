package dev.otpstream.kit.bot;

import dev.otpstream.kit.Platform;
import dev.otpstream.kit.Stored;
import dev.otpstream.schemas.BotUpdate;
import dev.otpstream.schemas.Topics;
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
    platform.meters().counter("otp.bot.updates", "channel", channel, "kind",
        update.getKind().name().toLowerCase(Locale.ROOT)).increment();
    String key = UpdateRecords.key(update);
    return Stored.by(producer, new ProducerRecord<>(Topics.BOT_UPDATES.name(),
        Topics.enginePartition(key, partitions), key, update));
  }

  @Override public void close() {
    producer.close(CLOSE_TIMEOUT);
  }
}
