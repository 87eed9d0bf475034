package dev.otpstream.ingress.subscribers;

import dev.otpstream.kit.CompactedTable;
import dev.otpstream.kit.Platform;
import dev.otpstream.schemas.Subscriber;
import dev.otpstream.schemas.Topics;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** The subscribers of the platform, kept up to date. The engine makes them; nothing is written here. */
public final class SubscriberDirectory implements AutoCloseable {
  private final SubscriberIndex index;
  private final CompactedTable<Subscriber> table;

  private SubscriberDirectory(SubscriberIndex index, CompactedTable<Subscriber> table) {
    this.index = index;
    this.table = table;
  }

  /** Starts reading the subscribers. */
  public static SubscriberDirectory open(Platform platform) {
    var index = new SubscriberIndex(platform.keys());
    return new SubscriberDirectory(index,
        new CompactedTable<>(platform, Topics.SUBSCRIBERS, "api-ingress", index::put));
  }

  /** Waits until all subscribers are known; false when the time is over. */
  public boolean awaitCaughtUp(Duration timeout) throws InterruptedException {
    return table.awaitCaughtUp(timeout);
  }

  public Subscribers subscribers() {
    return index;
  }

  /** Whose subscriber that is, active or not; empty if nobody is known by this id. */
  public Optional<String> accountOf(UUID subscriberId) {
    return Optional.ofNullable(table.get(subscriberId.toString())).map(Subscriber::getAccountId);
  }

  @Override public void close() {
    table.close();
  }
}
