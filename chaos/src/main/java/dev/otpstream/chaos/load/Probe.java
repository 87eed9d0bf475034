package dev.otpstream.chaos.load;

import dev.otpstream.chaos.processes.Site;
import dev.otpstream.chaos.processes.Wait;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.sealing.Contexts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** Asks every partition of the engine all the time whether it still judges guesses: how long was it away? */
public final class Probe implements AutoCloseable {
  private static final Duration BETWEEN = Duration.ofMillis(250);
  private static final long FIRST_PHONE = 380_980_000_000L;
  private final ConcurrentLinkedQueue<Judged> judged = new ConcurrentLinkedQueue<>();
  private final ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor();
  private final Http http = new Http();
  private final Site site;
  private final Tenant tenant;
  private final List<String> phones;
  private volatile boolean stopped;

  /** A guess that was judged. */
  private record Judged(int partition, long askedMs, long answeredMs) {}

  public Probe(Site site, Tenant tenant) {
    this.site = site;
    this.tenant = tenant;
    phones = IntStream.range(0, Site.PARTITIONS).mapToObj(this::phoneOf).toList();
  }

  /** A phone whose recipient lives in that partition. */
  private String phoneOf(int partition) {
    for (long phone = FIRST_PHONE;; phone++) {
      String token = site.keys().token("+" + phone, Contexts.recipient(tenant.accountId()));
      String key = Topics.routingKey(tenant.accountId(), token);
      if (Topics.enginePartition(key, Site.PARTITIONS) == partition) return "+" + phone;
    }
  }

  public void start() {
    Thread.ofPlatform().name("probe").daemon().start(() -> {
      for (int turn = 0; !stopped; turn++) {
        int ingress = turn % site.urls().size();
        for (int partition = 0; partition < phones.size(); partition++) {
          int asked = partition;
          askers.execute(() -> ask(asked, ingress));
        }
        Wait.pause(BETWEEN);
      }
    });
  }

  private void ask(int partition, int ingress) {
    long askedMs = System.currentTimeMillis();
    var answer = http.post(site.urls().get(ingress).resolve("/v1/otp/verify"), tenant.apiKey(), "",
        Map.of("phone", phones.get(partition), "code", "00000000"));
    if (answer.status() == 200) judged.add(new Judged(partition, askedMs, System.currentTimeMillis()));
  }

  /** How long after a moment the last of the partitions judged a guess that was made after it; empty: never. */
  public OptionalLong backAfterMs(long momentMs) {
    long worst = 0;
    var all = new ArrayList<>(judged);
    for (int i = 0; i < phones.size(); i++) {
      int partition = i;
      OptionalLong first = all.stream()
          .filter(answer -> answer.partition() == partition && answer.askedMs() >= momentMs)
          .mapToLong(Judged::answeredMs).min();
      if (first.isEmpty()) return OptionalLong.empty();
      worst = Math.max(worst, first.getAsLong() - momentMs);
    }
    return OptionalLong.of(worst);
  }

  /** Asks no more; what was judged stays. */
  public void stop() {
    stopped = true;
  }

  @Override public void close() {
    stopped = true;
    askers.shutdownNow();
    http.close();
  }
}
