package dev.otpstream.ingress.console;

import dev.otpstream.ingress.json.Json;
import dev.otpstream.kit.redrive.Letter;
import dev.otpstream.kit.redrive.Origin;
import dev.otpstream.schemas.DeadLetters;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The newest dead letters, without what is in them, and which of them were put back. Thread-safe. */
final class Letters {
  /** How many are remembered, letters and notes each. */
  static final int KEPT_MAX = 1_000;
  private static final int SHOWN_MAX = 50;

  /** A letter without its record, which may hold what must not be kept in memory. */
  private record Entry(long offset, Origin origin, String service, String reason, String buriedAt, boolean whole) {}

  private final Deque<Entry> newestFirst = new ArrayDeque<>();
  private final Set<Origin> redriven = new LinkedHashSet<>();

  synchronized void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.headers().lastHeader(DeadLetters.REDRIVEN) != null) {
      Origin.of(record.headers()).ifPresent(redriven::add);
      if (redriven.size() > KEPT_MAX) removeOldest(redriven);
      return;
    }
    Letter.of(record).ifPresent(letter -> {
      newestFirst.addFirst(new Entry(record.offset(), letter.origin(), letter.service(), letter.reason(),
          letter.buriedAt().toString(), letter.whole()));
      if (newestFirst.size() > KEPT_MAX) newestFirst.removeLast();
    });
  }

  private static void removeOldest(Set<Origin> origins) {
    Iterator<Origin> oldest = origins.iterator();
    oldest.next();
    oldest.remove();
  }

  /** How many wait to be put back, each record once, and the newest letters. */
  synchronized Json json() {
    var waiting = new HashSet<Origin>();
    newestFirst.stream().filter(Entry::whole).map(Entry::origin).filter(origin -> !redriven.contains(origin))
        .forEach(waiting::add);
    List<Json.Obj> shown = newestFirst.stream().limit(SHOWN_MAX).map(this::json).toList();
    return Json.obj("waiting", Json.of(waiting.size()), "newest", Json.list(shown));
  }

  private Json.Obj json(Entry entry) {
    return Json.obj("offset", Json.of(entry.offset()), "topic", Json.of(entry.origin().topic()))
        .with("partition", Json.of(entry.origin().partition())).with("origin_offset", Json.of(entry.origin().offset()))
        .with("service", Json.of(entry.service())).with("reason", Json.of(entry.reason()))
        .with("buried_at", Json.of(entry.buriedAt())).with("whole", Json.of(entry.whole()))
        .with("redriven", Json.of(redriven.contains(entry.origin())));
  }
}
