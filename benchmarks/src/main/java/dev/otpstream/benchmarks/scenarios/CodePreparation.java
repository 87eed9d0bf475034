package dev.otpstream.benchmarks.scenarios;

import dev.otpstream.benchmarks.load.HttpRequests;
import dev.otpstream.benchmarks.load.HttpTransport;
import dev.otpstream.benchmarks.load.Loop;
import dev.otpstream.benchmarks.load.Outcome;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sends codes and learns them from the simulated phones. It paces itself: no more is sent than the phones have yet to
 * receive, so the journal, which keeps the newest entries only, never overtakes the reader.
 */
final class CodePreparation {
  private static final int CALLS_IN_FLIGHT_MAX = 64;
  private static final int UNDELIVERED_MAX = 2_000;
  private static final int FAILURES_MAX = 1_000;
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration STANDSTILL_MAX = Duration.ofSeconds(30);
  private static final Duration READ_EVERY = Duration.ofMillis(100);
  private static final Duration SAY_EVERY = Duration.ofSeconds(5);
  private static final long POLL_NS = 2_000_000;
  private static final int LIFETIME_MINUTES = 30; // the longest there is: codes must outlive preparation and load

  private final Target target;
  private final int wanted;
  private final Progress progress;
  private final JournalReader journal;
  private final HttpRequests requests;
  private final PhoneNumbers phones = PhoneNumbers.fromAnywhere();
  private final Map<String, IssuedCode> learned = new LinkedHashMap<>(); // by phone: a worker may have tried twice
  private int inFlight;
  private int accepted;
  private int failed;
  private String problem = "";

  private CodePreparation(Target target, int wanted, Progress progress) {
    this.target = target;
    this.wanted = wanted;
    this.progress = progress;
    this.journal = new JournalReader(target.simulators());
    this.requests = HttpRequests.post(target.authority(), "/v1/otp/send").bearer(target.account().zapnotyKey());
  }

  /**
   * Sends that many codes over the simulated Telegram Gateway.
   *
   * @throws IllegalStateException if they do not arrive
   */
  static List<IssuedCode> issue(Target target, int wanted, Progress progress) {
    return new CodePreparation(target, wanted, progress).issue();
  }

  private List<IssuedCode> issue() {
    progress.say("preparing " + wanted + " codes");
    var _ = journal.skipToEnd();
    long nowNs = System.nanoTime();
    long readAtNs = nowNs;
    long saidAtNs = nowNs;
    long movedAtNs = nowNs;
    try (var loop = new Loop(); var transport = new HttpTransport(loop, target.address(), CALL_TIMEOUT)) {
      while (learned.size() < wanted) {
        while (mayCall())
          call(transport);
        transport.poll(POLL_NS);
        nowNs = System.nanoTime();
        if (nowNs - readAtNs >= READ_EVERY.toNanos()) {
          int before = learned.size();
          journal.read().forEach(code -> learned.put(code.phone(), code));
          nowNs = System.nanoTime();
          readAtNs = nowNs;
          if (learned.size() > before) movedAtNs = nowNs;
        }
        if (nowNs - saidAtNs >= SAY_EVERY.toNanos()) {
          progress.say(learned.size() + " of " + wanted + " codes have arrived");
          saidAtNs = nowNs;
        }
        if (failed > FAILURES_MAX) throw new IllegalStateException("sending codes fails: " + problem);
        if (nowNs - movedAtNs > STANDSTILL_MAX.toNanos())
          throw new IllegalStateException("only " + learned.size()
              + " of " + accepted + " codes arrived" + (problem.isEmpty() ? "" : "; some calls failed: " + problem));
      }
    }
    return learned.values().stream().limit(wanted).toList();
  }

  private boolean mayCall() {
    int sent = accepted + inFlight;
    return inFlight < CALLS_IN_FLIGHT_MAX && sent < wanted && sent - learned.size() < UNDELIVERED_MAX;
  }

  private void call(HttpTransport transport) {
    inFlight++;
    transport.call(requests.with("{\"phone\":\"+" + phones.next() + "\",\"channels\":[\"telegram\"],\"ttl_minutes\":"
        + LIFETIME_MINUTES + "}"), reply -> {
          inFlight--;
          Outcome outcome = SendScenario.outcome(reply);
          if (outcome.ok() > 0) {
            accepted++;
          } else {
            failed++;
            problem = outcome.problem();
          }
        });
  }
}
