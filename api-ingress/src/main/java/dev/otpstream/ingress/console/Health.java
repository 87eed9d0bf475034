package dev.otpstream.ingress.console;

import dev.otpstream.ingress.json.Json;
import dev.otpstream.schemas.HealthSecond;
import dev.otpstream.schemas.HealthWindow;
import dev.otpstream.schemas.ProviderHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What the engine's partitions say of providers, added up. The engine judges by it; here it is only shown. Thread-safe.
 */
final class Health {
  private static final Duration SHOWN = Duration.ofMinutes(1);
  private final Map<Integer, ProviderHealth> newest = new HashMap<>();

  private static final class Sum {
    long asked;
    long well;
    long failed;

    void add(HealthSecond second) {
      asked += second.getAsked();
      well += second.getWell();
      failed += second.getFailed();
    }
  }

  synchronized void take(ProviderHealth told) {
    newest.put(told.getPartition(), told);
  }

  /** What became of the last minute's dispatches, by provider. */
  synchronized Json json(Instant now) {
    long since = now.minus(SHOWN).getEpochSecond();
    var sums = new TreeMap<String, Map.Entry<HealthWindow, Sum>>();
    for (ProviderHealth told : newest.values())
      for (HealthWindow window : told.getWindows()) {
        if (Objects.isNull(window.getProvider())) continue; // a channel as a whole
        Sum sum = sums.computeIfAbsent(window.getChannel() + " " + window.getProvider(),
            _ -> Map.entry(window, new Sum())).getValue();
        window.getSeconds().stream().filter(second -> second.getSecond() >= since).forEach(sum::add);
      }
    var list = new ArrayList<Json>();
    sums.values().forEach(one -> list.add(json(one.getKey(), one.getValue())));
    return Json.list(List.copyOf(list));
  }

  private static Json json(HealthWindow window, Sum sum) {
    return Json.obj("channel", Json.of(window.getChannel()), "provider", Json.of(window.getProvider()))
        .with("asked", Json.of(sum.asked)).with("well", Json.of(sum.well)).with("failed", Json.of(sum.failed));
  }
}
