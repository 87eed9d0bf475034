package dev.otpstream.chaos.load;

import dev.otpstream.chaos.evidence.Call;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What callers were told. Thread-safe. */
public final class CallJournal {
  private final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();
  private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
  private final AtomicInteger inFlight = new AtomicInteger();

  void begun() {
    inFlight.incrementAndGet();
  }

  void ended() {
    inFlight.decrementAndGet();
  }

  void add(Call call, Http.Answer answer) {
    calls.add(call);
    String said = answer.body().path("reason").asText(answer.body().path("code").asText(""));
    answers.computeIfAbsent(call.order() + " " + call.told() + " " + answer.status() + " " + said, _ -> new LongAdder())
        .increment();
  }

  /** Calls that wait for an answer now. */
  public int inFlight() {
    return inFlight.get();
  }

  /** All calls whose last word is known, in no order. */
  public List<Call> calls() {
    return List.copyOf(calls);
  }

  /** How often each answer was given. */
  public Map<String, Long> answers() {
    var counts = new TreeMap<String, Long>();
    answers.forEach((answer, count) -> counts.put(answer, count.sum()));
    return counts;
  }
}
