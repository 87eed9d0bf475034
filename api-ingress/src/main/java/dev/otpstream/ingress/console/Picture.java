package dev.otpstream.ingress.console;

import dev.otpstream.ingress.console.Tally.Event;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.schemas.StatusEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** A span of the status stream as the page draws it. What a part has nothing to say of is left out. */
record Picture(Json.Obj json) {
  private static final List<Event> DRAWN = List.of(Event.ACCEPTED, Event.SENT, Event.DELIVERED, Event.VERIFIED);
  private static final double DRAWN_PERCENTILE = 95;

  static Picture of(List<Optional<Tally>> tallies, List<Optional<Latencies<Stage>>> stages,
      List<Optional<Latencies<Tally.Provider>>> providers, List<StatusEvent> locked, Map<String, Instant> passedOver) {
    var sum = new Tally();
    tallies.forEach(slot -> slot.ifPresent(sum::add));
    return new Picture(Json.obj("totals", totals(sum), "funnels", funnels(sum))
        .with("providers", providers(sum, Latencies.merged(present(providers))))
        .with("stages", stages(Latencies.merged(present(stages))))
        .with("throughput", throughput(tallies))
        .with("latency", latency(stages))
        .with("passed_over", Json.list(passedOver.entrySet().stream().map(one -> Json.obj("channel",
            Json.of(one.getKey()), "last_at", Json.of(one.getValue().toString()))).toList()))
        .with("locked", Json.list(locked.stream().map(Picture::locked).toList())));
  }

  private static <T> List<T> present(List<Optional<T>> slots) {
    return slots.stream().flatMap(Optional::stream).toList();
  }

  private static Json totals(Tally sum) {
    var totals = new LinkedHashMap<String, Json>();
    for (Event event : Event.values())
      totals.put(word(event), Json.of(sum.events.getOrDefault(event, 0L)));
    return new Json.Obj(totals);
  }

  private static Json funnels(Tally sum) {
    var list = new ArrayList<Json>();
    new TreeMap<>(sum.funnels).forEach((channel, funnel) -> list.add(
        Json.obj("channel", Json.of(channel), "accepted", Json.of(funnel.accepted)).with("fallen_back",
            Json.of(funnel.fallenBack)).with("passed_over", Json.of(funnel.passedOver))
            .with("dispatched", Json.of(funnel.dispatched))
            .with("delivered", Json.of(funnel.delivered)).with("verified", Json.of(funnel.verified))));
    return Json.list(list);
  }

  private static Json providers(Tally sum, Map<Tally.Provider, Histogram> latencies) {
    var list = new TreeMap<String, Json>();
    sum.providers.forEach((provider, words) -> {
      var reasons = new LinkedHashMap<String, Json>();
      words.failures.entrySet().stream().sorted(Map.Entry.<String, Long>comparingByValue().reversed())
          .forEach(entry -> reasons.put(entry.getKey().toLowerCase(Locale.ROOT), Json.of(entry.getValue())));
      Json.Obj written = Json.obj("channel", Json.of(provider.channel()), "provider", Json.of(provider.name()))
          .with("sent", Json.of(words.sent)).with("delivered", Json.of(words.delivered))
          .with("unclear", Json.of(words.unclear)).with("failed", Json.of(words.failed()))
          .with("reasons", new Json.Obj(reasons));
      Histogram took = latencies.get(provider);
      list.put(provider.channel() + " " + provider.name(),
          took == null ? written : written.with("latency", Latencies.json(took)));
    });
    return Json.list(List.copyOf(list.values()));
  }

  private static Json stages(Map<Stage, Histogram> latencies) {
    var stages = new LinkedHashMap<String, Json>();
    for (Stage stage : Stage.values())
      if (latencies.containsKey(stage)) stages.put(stage.word(), Latencies.json(latencies.get(stage)));
    return new Json.Obj(stages);
  }

  private static Json throughput(List<Optional<Tally>> tallies) {
    Json.Obj lines = Json.obj("step_s", seconds(Activity.TALLY_WIDTH));
    for (Event event : DRAWN)
      lines = lines.with(word(event), Json.list(tallies.stream()
          .map(slot -> Json.of(slot.map(tally -> tally.events.getOrDefault(event, 0L)).orElse(0L))).toList()));
    return lines;
  }

  private static Json latency(List<Optional<Latencies<Stage>>> slots) {
    Json.Obj lines = Json.obj("step_s", seconds(Activity.LATENCY_WIDTH));
    for (Stage stage : Stage.values())
      lines = lines.with(stage.word(), Json.list(slots.stream()
          .map(slot -> slot.flatMap(latencies -> latencies.percentile(stage, DRAWN_PERCENTILE)).map(Json::of)
              .orElseGet(Json::nothing))
          .toList()));
    return lines;
  }

  private static Json locked(StatusEvent event) {
    return Json.obj("message_id", Json.of(Long.toString(event.getMessageId())), "account",
        Json.of(event.getAccountId())).with("recipient", Json.of(event.getRecipientMasked()))
        .with("at", Json.of(event.getAt().toString()));
  }

  private static Json seconds(Duration width) {
    return Json.of(width.toSeconds());
  }

  private static String word(Event event) {
    return event.name().toLowerCase(Locale.ROOT);
  }
}
