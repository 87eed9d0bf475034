package dev.otpstream.standalone.doctor;

import dev.otpstream.kit.KafkaSettings;
import dev.otpstream.schemas.DeadLetters;
import dev.otpstream.standalone.doctor.Finding.Skipped;
import dev.otpstream.standalone.doctor.Finding.Well;
import dev.otpstream.standalone.doctor.Finding.Wrong;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Whether this machine's clock and the broker's agree, since the broker's decides about commands and the engine's fires
 * timers. The broker tells its time when it appends a record; the record is part of a transaction that is given up, so no
 * reader of committed records ever sees it.
 *
 * @param skewMax how far apart they may be
 */
record ClockCheck(KafkaSettings kafka, InstantSource clock, Duration skewMax) {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String NAME = "otp-doctor";

  Finding look() {
    Map<String, Object> settings = BrokerCheck.impatient(kafka.producer(NAME));
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, NAME);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.toString(TIMEOUT.toMillis()));
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Long.toString(TIMEOUT.toMillis()));
    try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      Instant before = clock.instant();
      long appendedMs = producer.send(new ProducerRecord<>(DeadLetters.TOPIC, new byte[0]))
          .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).timestamp();
      Instant after = clock.instant();
      producer.abortTransaction();
      return judge(before, Instant.ofEpochMilli(appendedMs), after, skewMax);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      Throwable why = e.getCause() == null ? e : e.getCause();
      return new Skipped("the broker does not tell its time (" + why.getClass().getSimpleName() + ")");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Skipped("interrupted");
    }
  }

  /**
   * @param before our time before the broker's, if the clocks agree
   * @param after  our time after it
   */
  static Finding judge(Instant before, Instant broker, Instant after, Duration skewMax) {
    Duration ahead = Duration.between(broker, before);
    Duration behind = Duration.between(after, broker);
    if (ahead.compareTo(skewMax) > 0) return wrong(ahead, "ahead of");
    if (behind.compareTo(skewMax) > 0) return wrong(behind, "behind");
    return new Well("agrees with the broker's");
  }

  private static Finding wrong(Duration skew, String how) {
    return new Wrong("this machine's clock is %.1f seconds %s the broker's: have both follow the same time server (NTP)"
        .formatted(skew.toMillis() / 1000.0, how));
  }
}
