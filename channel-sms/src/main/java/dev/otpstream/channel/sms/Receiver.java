package dev.otpstream.channel.sms;

import dev.otpstream.channel.sms.ReceiptReader.Reading;
import dev.otpstream.kit.channel.Receipt;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jsmpp.bean.DeliverSm;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what the centre delivers. A receipt is acknowledged only when it is stored. Thread-safe. */
final class Receiver {
  private static final Logger LOG = LoggerFactory.getLogger(Receiver.class);
  private final ReceiptReader reader;
  private final Function<Receipt, CompletableFuture<Void>> store;
  private final Duration storeTimeout;
  private final SmppMeters meters;
  private final InstantSource clock;

  Receiver(ReceiptReader reader, Function<Receipt, CompletableFuture<Void>> store, Duration storeTimeout,
      SmppMeters meters, InstantSource clock) {
    this.reader = reader;
    this.store = store;
    this.storeTimeout = storeTimeout;
    this.meters = meters;
    this.clock = clock;
  }

  /** Takes a message and gives the status to answer. Waits until it is stored, at most the store timeout. */
  int take(DeliverSm pdu) {
    return switch (reader.read(pdu, clock.instant())) {
      case Reading.Final(Receipt receipt) -> {
        boolean stored = stored(receipt);
        count(stored ? receipt.state().name().toLowerCase(Locale.ROOT) : "not_stored");
        yield stored ? CommandStatus.OK : CommandStatus.TRY_AGAIN;
      }
      case Reading.Progress _ -> ignored("progress");
      case Reading.NoReceipt _ -> ignored("no_receipt");
      case Reading.Unreadable _ -> {
        LOG.atWarn().addKeyValue("esmClass", pdu.getEsmClass()).addKeyValue("dataCoding", pdu.getDataCoding())
            .log("smpp receipt unreadable");
        yield ignored("unreadable"); // the same octets would come again and again
      }
    };
  }

  private boolean stored(Receipt receipt) {
    try {
      store.apply(receipt).get(storeTimeout.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      LOG.atWarn().addKeyValue("reason", e.toString()).log("smpp receipt not stored");
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private int ignored(String what) {
    count(what);
    return CommandStatus.OK;
  }

  private void count(String what) {
    meters.receipt(what);
  }
}
