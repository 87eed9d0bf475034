package dev.otpstream.channel.sms.kaleyra;

import dev.otpstream.kit.channel.Receipt;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what is told of messages, by callback or on demand, and stores last words. Thread-safe. */
final class Receipts {
  private static final Logger LOG = LoggerFactory.getLogger(Receipts.class);
  private static final Duration STORE_TIMEOUT = Duration.ofSeconds(10);
  private final Function<Receipt, CompletableFuture<Void>> store;
  private final MeterRegistry meters;

  Receipts(Function<Receipt, CompletableFuture<Void>> store, MeterRegistry meters) {
    this.store = store;
    this.meters = meters;
  }

  /** Whether it need not be told again. Waits until it is stored, but not for ever. */
  boolean take(Standing standing) {
    return switch (standing) {
      case Standing.Final(String _, Receipt receipt) -> {
        boolean stored = stored(receipt);
        count(stored ? receipt.state().name().toLowerCase(Locale.ROOT) : "not_stored");
        yield stored;
      }
      case Standing.Progress _ -> counted("progress");
      case Standing.Unknowable _ -> counted("unknowable");
      case Standing.Unreadable _ -> {
        LOG.warn("kaleyra said of a message what nobody can read");
        yield counted("unreadable"); // it would say the same again
      }
    };
  }

  void count(String what) {
    meters.counter("otp.kaleyra.receipts", "what", what).increment();
  }

  private boolean counted(String what) {
    count(what);
    return true;
  }

  private boolean stored(Receipt receipt) {
    try {
      store.apply(receipt).get(STORE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
      LOG.atWarn().addKeyValue("exception", cause.getClass().getName()).log("kafka did not take the receipt");
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
