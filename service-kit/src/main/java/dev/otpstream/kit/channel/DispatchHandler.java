package dev.otpstream.kit.channel;

import dev.otpstream.kit.CrashPoint;
import dev.otpstream.kit.DeadLetterBox;
import dev.otpstream.kit.channel.DispatchReader.Reading;
import dev.otpstream.kit.channel.Ledger.Progress;
import dev.otpstream.kit.observe.Hop;
import dev.otpstream.kit.observe.Trace;
import dev.otpstream.kit.observe.Tracing;
import dev.otpstream.schemas.Reason;
import dev.otpstream.schemas.serde.RegistryUnavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles one record of a dispatch topic. It returns when the record is done: its outcome is in Kafka, or the record is
 * among the dead letters. Else it throws {@link TryAgain}. Thread-safe.
 */
final class DispatchHandler {
  private static final Logger LOG = LoggerFactory.getLogger(DispatchHandler.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  /** Longer than a producer tries, so that it normally answers first. */
  private static final Duration STORE_TIMEOUT = Duration.ofSeconds(35);

  private final DispatchReader reader;
  private final Providers providers;
  private final Claims claims;
  private final LeftClaims left;
  private final DeliveryReports reports;
  private final DeadLetterBox deadLetters;
  private final Clock clock;
  private final Ledger ledger = new Ledger();

  /**
   * Ready at once.
   *
   * @param claims ours, for those after us
   * @param left   what those before us left
   */
  DispatchHandler(DispatchReader reader, Providers providers, Claims claims, LeftClaims left, DeliveryReports reports,
      DeadLetterBox deadLetters, Clock clock) {
    this.reader = reader;
    this.providers = providers;
    this.claims = claims;
    this.left = left;
    this.reports = reports;
    this.deadLetters = deadLetters;
    this.clock = clock;
  }

  void handle(ConsumerRecord<byte[], byte[]> record) {
    CrashPoint.WORKER_TOOK.pass();
    try (Hop hop = Tracing.begin(Tracing.Kind.TAKE, service(record.topic()), record.topic(),
        Trace.of(record.headers()))) {
      hop.trace().run(() -> work(record));
    }
  }

  private static String service(String topic) {
    return "channel-" + topic.substring(topic.lastIndexOf('.') + 1);
  }

  private void work(ConsumerRecord<byte[], byte[]> record) {
    switch (read(record)) {
      case Reading.Open(OpenDispatch dispatch) when reports.routes(dispatch.messageId()) ->
        deliver(dispatch, record.partition());
      case Reading.Open _ -> store(deadLetters.put(record, "no partition owns the message id"));
      case Reading.Unreadable(String reason) -> store(deadLetters.put(record, reason));
      case Reading.Foreign _ -> {
        /* another worker's */ }
      case Reading.Closed(DispatchId id, String reason) -> {
        store(deadLetters.put(record, reason));
        // The engine must not wait for a dispatch that nobody will ever send.
        if (reports.routes(id.messageId()))
          store(reports.outcome(id, SendReport.refused(Reason.OTHER, null), clock.instant()));
      }
    }
  }

  private Reading read(ConsumerRecord<byte[], byte[]> record) {
    try {
      return reader.read(record.value());
    } catch (RegistryUnavailable e) {
      LOG.atWarn().addKeyValue("topic", record.topic()).log("waiting for the schema registry");
      throw new TryAgain("registry unavailable", PAUSE);
    }
  }

  private void deliver(OpenDispatch dispatch, int partition) {
    DispatchId id = DispatchId.of(dispatch);
    Progress entry = ledger.take(id);
    switch (entry) {
      case Progress.Reported _ -> {
      } // the record came again; all is done
      case Progress.Busy _ -> throw new TryAgain("under way in another thread", PAUSE);
      case Progress.Waiting _,Progress.Decided _ -> advance(dispatch, id, partition, entry);
    }
  }

  private void advance(OpenDispatch dispatch, DispatchId id, int partition, Progress taken) {
    Progress entry = taken;
    try {
      if (entry instanceof Progress.Waiting waiting)
        entry = left.include(id, partition)
            ? providers.abandoned(dispatch)
            : providers.advance(dispatch, waiting, claims.of(id, partition));
      if (entry instanceof Progress.Waiting(Round _, Instant due, boolean _))
        throw new TryAgain("not yet", Duration.between(clock.instant(), due));
      if (entry instanceof Progress.Decided(String provider, SendReport report, int tries, Instant at)) {
        store(reports.outcome(id, provider, report, tries, at));
        CrashPoint.WORKER_RESULT_STORED.pass();
        entry = new Progress.Reported();
      }
    } finally {
      ledger.put(id, entry);
    }
  }

  /** Waits until Kafka has it. */
  private static void store(CompletableFuture<Void> stored) {
    try {
      stored.get(STORE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
      LOG.atWarn().addKeyValue("exception", cause.getClass().getName()).log("kafka did not take the outcome");
      throw new TryAgain("not stored", PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TryAgain("stopping", PAUSE);
    }
  }
}
