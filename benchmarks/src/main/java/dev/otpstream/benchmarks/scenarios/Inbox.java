package dev.otpstream.benchmarks.scenarios;

import dev.otpstream.benchmarks.load.HttpRequests;
import dev.otpstream.benchmarks.load.Reply;
import dev.otpstream.benchmarks.load.Transport;
import dev.otpstream.benchmarks.scenarios.Journal.Delivery;
import java.net.URI;
import java.util.function.Consumer;

/** The simulated phones as the load sees them: asks, on the load's own thread, again and again which codes arrived. */
final class Inbox {
  /** Between two looks: what a look costs is shared by the codes of this time. */
  private static final long PAUSE_NS = 5_000_000;

  private final Transport simulators;
  private final String authority;
  private final Consumer<Delivery> deliveries;
  private long since;
  private boolean asking;
  private long askAtNs = Long.MIN_VALUE;

  Inbox(Transport transport, URI simulators, Consumer<Delivery> deliveries) {
    this.simulators = transport;
    this.authority = simulators.getRawAuthority();
    this.deliveries = deliveries;
    this.since = new JournalReader(simulators).skipToEnd();
  }

  /** Asks if it is time to. */
  void turn(long nowNs) {
    if (asking || (askAtNs != Long.MIN_VALUE && nowNs - askAtNs < 0)) return;
    asking = true;
    simulators.call(HttpRequests.get(authority, Journal.path(since)), this::take);
  }

  private void take(Reply reply) {
    asking = false;
    askAtNs = System.nanoTime() + PAUSE_NS;
    if (!(reply instanceof Reply.Answer answer) || answer.status() != 200) return; // asked again soon
    Journal.Page page = Journal.read(answer.body(), since);
    since = page.upTo();
    page.deliveries().forEach(deliveries);
  }
}
