package dev.otpstream.engine;

import dev.otpstream.engine.core.health.Second;
import dev.otpstream.engine.core.health.Window;
import dev.otpstream.schemas.HealthSecond;
import dev.otpstream.schemas.HealthWindow;
import dev.otpstream.schemas.ProviderHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Turns what one partition sees of channels into a record, and back. */
final class HealthRecords {
  /** Whose window it is: a channel's as a whole, or a provider's. */
  record Subject(String channel, Optional<String> provider) {
    static Subject channel(String name) {
      return new Subject(name, Optional.empty());
    }

    boolean isChannel() {
      return provider.isEmpty();
    }
  }

  private HealthRecords() {}

  /** @param told null: nothing */
  static Map<Subject, Window> windows(ProviderHealth told) {
    if (told == null) return Map.of();
    return told.getWindows().stream()
        .collect(Collectors.toMap(
            window -> new Subject(window.getChannel(), Optional.ofNullable(window.getProvider())),
            window -> new Window(window.getSeconds().stream().map(HealthRecords::second).toList()),
            (first, _) -> first));
  }

  static ProviderHealth told(int partition, Map<Subject, Window> seen, Instant now) {
    List<HealthWindow> windows = seen.entrySet().stream()
        .sorted(Comparator.comparing((Map.Entry<Subject, Window> one) -> one.getKey().channel())
            .thenComparing(one -> one.getKey().provider().orElse("")))
        .map(one -> new HealthWindow(one.getKey().channel(), one.getKey().provider().orElse(null),
            one.getValue().seconds().stream().map(HealthRecords::second).toList()))
        .toList();
    return new ProviderHealth(partition, windows, now);
  }

  private static Second second(HealthSecond told) {
    return new Second(told.getSecond(), told.getAsked(), told.getWell(), told.getFailed(),
        Duration.ofMillis(told.getTookMs()));
  }

  private static HealthSecond second(Second seen) {
    return new HealthSecond(seen.second(), seen.asked(), seen.well(), seen.failed(), seen.took().toMillis());
  }
}
