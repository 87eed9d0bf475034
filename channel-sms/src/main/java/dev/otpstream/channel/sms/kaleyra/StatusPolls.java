package dev.otpstream.channel.sms.kaleyra;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for the fate of messages of which no callback told a last word. What is to be asked for is in memory only: after a
 * restart the callbacks must do. Thread-safe.
 */
final class StatusPolls implements AutoCloseable {
  /** So that the address of a query stays well below what servers take. */
  static final int GROUP_MAX = 50;
  /** More than a callback service that is down for minutes leaves open; beyond, callbacks must do. */
  static final int MESSAGES_MAX = 50_000;
  private static final Logger LOG = LoggerFactory.getLogger(StatusPolls.class);
  private static final Duration TICK = Duration.ofSeconds(1);

  private final List<Duration> waits;
  private final KaleyraHttp http;
  private final Predicate<Standing> take;
  private final InstantSource clock;
  private final Map<String, Pending> pending = new ConcurrentHashMap<>();
  private final Thread thread;

  /** @param asked how many times */
  private record Pending(Instant sentAt, int asked) {}

  StatusPolls(List<Duration> waits, KaleyraHttp http, Predicate<Standing> take, InstantSource clock) {
    this.waits = waits;
    this.http = http;
    this.take = take;
    this.clock = clock;
    thread = Thread.ofVirtual().name("kaleyra-polls").start(this::run);
  }

  /** A message was taken. */
  void sent(String messageId) {
    if (!waits.isEmpty() && pending.size() < MESSAGES_MAX) pending.put(messageId, new Pending(clock.instant(), 0));
  }

  /** Its last word is known, or never will be. */
  void settled(String messageId) {
    pending.remove(messageId);
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(TICK);
        List<String> due = due(clock.instant());
        for (int from = 0; from < due.size(); from += GROUP_MAX)
          ask(due.subList(from, Math.min(from + GROUP_MAX, due.size())));
      }
    } catch (InterruptedException _) {
      // closing
    }
  }

  private List<String> due(Instant now) {
    var due = new ArrayList<String>();
    pending.forEach((id, message) -> {
      if (!now.isBefore(message.sentAt().plus(waits.get(message.asked())))) due.add(id);
    });
    return due;
  }

  private void ask(List<String> ids) throws InterruptedException {
    for (String id : ids)
      pending.computeIfPresent(id, (_, message) -> message.asked() + 1 < waits.size()
          ? new Pending(message.sentAt(), message.asked() + 1)
          : null);
    if (!(http.query(ids) instanceof Said.Answered answer) || answer.httpStatus() / 100 != 2) {
      LOG.atDebug().addKeyValue("messages", ids.size()).log("kaleyra did not tell how messages stand");
      return;
    }
    for (JsonNode told : answer.body().path("data")) {
      String id = told.path("campaign_id").asText(""); // so it is called, though it holds the message's id
      if (!ids.contains(id)) continue;
      Standing standing = Standing.of(id, told.path("status").asText(""), told.path("status_details").asText(""),
          clock.instant());
      if (take.test(standing) && !(standing instanceof Standing.Progress)) settled(id);
    }
  }

  @Override public void close() {
    thread.interrupt();
  }
}
