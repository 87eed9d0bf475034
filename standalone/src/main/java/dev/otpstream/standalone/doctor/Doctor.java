package dev.otpstream.standalone.doctor;

import dev.otpstream.standalone.doctor.Finding.Skipped;
import dev.otpstream.standalone.doctor.Finding.Wrong;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Makes the checks, side by side. What hangs is a finding, too. */
final class Doctor {
  static final Duration PATIENCE = Duration.ofSeconds(30);
  private final Check broker;
  private final List<Check> others;
  private final Duration patience;

  /**
   * @param broker   goes first: while it finds something wrong, what needs Kafka is not looked at
   * @param patience how long one check may take
   */
  Doctor(Check broker, List<Check> others, Duration patience) {
    this.broker = broker;
    this.others = others;
    this.patience = patience;
  }

  /** @param listener told the name of each check that is done */
  Map<String, Finding> examine(Consumer<String> listener) {
    var looks = new LinkedHashMap<String, CompletableFuture<Finding>>();
    CompletableFuture<Finding> onBroker = started(broker.look());
    others.forEach(check -> looks.put(check.name(), check.needsKafka()
        ? onBroker.thenComposeAsync(found -> found instanceof Finding.Well
            ? started(check.look())
            : CompletableFuture.completedFuture(new Skipped("no broker to ask")), Thread::startVirtualThread)
        : started(check.look())));
    var findings = new LinkedHashMap<String, Finding>();
    findings.put(broker.name(), awaited(onBroker));
    listener.accept(broker.name());
    looks.forEach((name, look) -> {
      findings.put(name, awaited(look));
      listener.accept(name);
    });
    return findings;
  }

  private static CompletableFuture<Finding> started(Supplier<Finding> look) {
    return CompletableFuture.supplyAsync(look, Thread::startVirtualThread);
  }

  private Finding awaited(CompletableFuture<Finding> look) {
    try {
      return look.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      return new Wrong("nothing was heard in " + patience.toSeconds() + " seconds: look at the network between");
    } catch (ExecutionException e) {
      return new Wrong("it could not be looked at: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Wrong("interrupted: try again");
    }
  }
}
