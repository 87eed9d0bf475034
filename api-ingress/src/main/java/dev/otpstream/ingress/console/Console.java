package dev.otpstream.ingress.console;

import dev.otpstream.ingress.front.Dialect;
import dev.otpstream.ingress.front.Feed;
import dev.otpstream.ingress.front.OperatorToken;
import dev.otpstream.ingress.front.Page;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.kit.Platform;
import dev.otpstream.kit.redrive.Choice;
import dev.otpstream.kit.redrive.Fate;
import dev.otpstream.kit.redrive.Redrive;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The operators' page at {@code /console}. It reads Kafka only while a page is open, and what it keeps is bounded; no call
 * of a caller passes through it.
 */
public final class Console implements AutoCloseable {
  private final Watch watch;
  private final LiveFeed feed;
  private final List<Page> pages;
  private final List<Dialect> dialects = new ArrayList<>();

  /**
   * Ready to be looked at.
   *
   * @param hooks the endpoints that fail or are switched off
   * @param phone the demo's telephone; empty where providers are real
   */
  public Console(Platform platform, OperatorToken token, Supplier<Json> hooks, Optional<DemoPhone> phone) {
    watch = new Watch(platform);
    feed = new LiveFeed(token, watch, hooks, phone.isPresent(), Clock.systemUTC());
    pages = ConsolePages.all(phone.isPresent());
    phone.ifPresent(real -> dialects.add(new PhoneDialect(token, real)));
  }

  /** The operators' order to put dead letters back, which is there without the page, too. */
  public static Dialect deadLetters(Platform platform, OperatorToken token) {
    return new DeadLetterDialect(token, choice -> redrive(platform, choice));
  }

  private static Map<Fate, Integer> redrive(Platform platform, Choice choice) {
    var fates = new EnumMap<Fate, Integer>(Fate.class);
    new Redrive(platform.kafka()).run(choice, (_, fate) -> fates.merge(fate, 1, Integer::sum));
    return fates;
  }

  public List<Page> pages() {
    return pages;
  }

  public List<Feed> feeds() {
    return List.of(feed);
  }

  public List<Dialect> dialects() {
    return List.copyOf(dialects);
  }

  /** Ends all feeds. */
  @Override public void close() {
    feed.close();
    watch.close();
  }
}
