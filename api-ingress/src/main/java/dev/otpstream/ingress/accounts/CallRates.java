package dev.otpstream.ingress.accounts;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Holds each account to its calls a minute, on this instance. A minute's worth may come at once. Thread-safe. */
public final class CallRates {
  private static final long MINUTE_MS = Duration.ofMinutes(1).toMillis();

  /** Credit as of a moment. */
  private record Bucket(long creditMs, long atMs) {}

  private final ConcurrentMap<String, Bucket> buckets = new ConcurrentHashMap<>();
  private final int perMinuteDefault;
  private final InstantSource clock;

  /** @param perMinuteDefault for accounts that have no setting of their own; 0: no limit */
  public CallRates(int perMinuteDefault, InstantSource clock) {
    this.perMinuteDefault = perMinuteDefault;
    this.clock = clock;
  }

  /** Whether the account may make one more call now. */
  public boolean admits(Caller caller) {
    int perMinute = perMinute(caller);
    if (perMinute == 0) return true;
    long nowMs = clock.millis();
    boolean[] admitted = new boolean[1];
    buckets.compute(caller.accountId(), (_, bucket) -> {
      // Credit is time: a call costs a minute divided by the rate, and a full bucket holds a minute.
      long costMs = Math.max(1, MINUTE_MS / perMinute);
      long credit = bucket == null
          ? MINUTE_MS
          : Math.min(MINUTE_MS, bucket.creditMs() + Math.max(0, nowMs - bucket.atMs()));
      admitted[0] = credit >= costMs;
      return new Bucket(admitted[0] ? credit - costMs : credit, nowMs);
    });
    return admitted[0];
  }

  private int perMinute(Caller caller) {
    String own = caller.settings().get(AccountSettings.CALLS_PER_MINUTE);
    return own == null ? perMinuteDefault : Integer.parseInt(own);
  }
}
