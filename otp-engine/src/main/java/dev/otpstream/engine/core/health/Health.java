package dev.otpstream.engine.core.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which channels are failing, and how many messages try whether they are back.
 *
 * @param failing    channels that are to be passed over where a route has another one
 * @param probeOneOf of so many messages one tries a failing channel
 */
public record Health(Set<String> failing, int probeOneOf) {
  /** Nothing is known against any channel. */
  public static final Health GOOD = new Health(Set.of(), 1);
  /** Few enough that a dead provider is hardly noticed, often enough that it is back within seconds. */
  static final int PROBE_ONE_OF = 50;
  /** Where there is little traffic, a larger share is needed to learn anything. */
  static final int PROBE_ONE_OF_FEW = 10;
  /** Little traffic: fewer dispatches than this in the time below. */
  static final int FEW = 100;
  static final Duration LATELY = Duration.ofSeconds(10);

  public Health {
    failing = Set.copyOf(failing);
  }

  /** Judges by what all partitions have seen of each channel. */
  public static Health of(Map<String, ? extends Collection<Window>> windowsByChannel, Instant now) {
    var failing = new TreeSet<String>();
    windowsByChannel.forEach((channel, windows) -> {
      if (Judgement.of(windows, now).failing()) failing.add(channel);
    });
    if (failing.isEmpty()) return GOOD;
    long since = now.minus(LATELY).getEpochSecond();
    int lately = windowsByChannel.values().stream().flatMap(Collection::stream).map(Window::seconds)
        .flatMap(List::stream).filter(second -> second.second() >= since).mapToInt(Second::asked).sum();
    return new Health(failing, lately < FEW ? PROBE_ONE_OF_FEW : PROBE_ONE_OF);
  }

  public boolean isFailing(String channel) {
    return failing.contains(channel);
  }

  /** Whether this message tries a failing channel. The same message gives the same answer. */
  public boolean probes(long messageId) {
    return Math.floorMod(mixed(messageId), probeOneOf) == 0;
  }

  /** Ids of one partition differ in few bits: the finalizer of SplitMix64 spreads them. */
  private static long mixed(long id) {
    long z = (id ^ (id >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
