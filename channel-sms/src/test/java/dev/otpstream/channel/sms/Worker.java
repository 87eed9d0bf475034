package dev.otpstream.channel.sms;

import static org.awaitility.Awaitility.await;

import dev.otpstream.kit.channel.OpenDispatch;
import dev.otpstream.kit.channel.Receipt;
import dev.otpstream.kit.channel.SendOutcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/** The channel as a worker drives it, with receipts kept in memory. */
final class Worker implements AutoCloseable {
  final SmppChannel channel;
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final Queue<Receipt> receipts = new ConcurrentLinkedQueue<>();
  /** What storing a receipt comes to. */
  volatile Function<Receipt, CompletableFuture<Void>> store = receipt -> CompletableFuture.completedFuture(null);

  Worker(SmppConfig config) {
    channel = new SmppChannel(config, receipt -> {
      receipts.add(receipt);
      return store.apply(receipt);
    }, meters, InstantSource.system());
  }

  /** A worker whose links are bound. */
  static Worker bound(SmppConfig config) {
    var worker = new Worker(config);
    worker.awaitBound();
    return worker;
  }

  void awaitBound() {
    await().pollInterval(Duration.ofMillis(10)).until(() -> channel.readiness().ready());
  }

  SendOutcome send(OpenDispatch dispatch) {
    try {
      return channel.send(dispatch);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  SendOutcome send(String phone) {
    return send(SmppSetting.dispatch(phone));
  }

  @Override public void close() {
    channel.close();
  }
}
