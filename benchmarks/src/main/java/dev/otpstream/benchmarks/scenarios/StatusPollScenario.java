package dev.otpstream.benchmarks.scenarios;

import dev.otpstream.benchmarks.load.Completion;
import dev.otpstream.benchmarks.load.HttpRequests;
import dev.otpstream.benchmarks.load.HttpTransport;
import dev.otpstream.benchmarks.load.Loop;
import dev.otpstream.benchmarks.load.Outcome;
import dev.otpstream.benchmarks.load.Reply;
import dev.otpstream.benchmarks.load.Scenario;
import dev.otpstream.benchmarks.load.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code GET /v1/otp/messages/{id}} of messages that were sent before, one after the other, again and again. */
public final class StatusPollScenario implements Scenario {
  private static final int IN_FLIGHT_MAX = 64;
  private static final int FAILURES_MAX = 1_000;
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
  private static final long POLL_NS = 2_000_000;

  private final Target target;
  private final int messages;
  private final List<byte[]> requests = new ArrayList<>();
  private int next;

  /** @param messages how many different ones are asked for */
  public StatusPollScenario(Site site, int messages) {
    this.target = site.target();
    this.messages = messages;
    site.progress().say("sending " + messages + " messages to ask for");
    prepare();
  }

  private void prepare() {
    var send = new SendScenario(target, List.of());
    var counts = new int[2]; // in flight, failed
    try (var loop = new Loop(); var transport = new HttpTransport(loop, target.address(), CALL_TIMEOUT)) {
      while (requests.size() < messages || counts[0] > 0) {
        while (counts[0] < IN_FLIGHT_MAX && requests.size() + counts[0] < messages) {
          counts[0]++;
          transport.call(send.request(), reply -> {
            counts[0]--;
            counts[1] += remember(reply) ? 0 : 1;
          });
        }
        if (counts[1] > FAILURES_MAX) throw new IllegalStateException("sending messages fails");
        transport.poll(POLL_NS);
      }
    }
  }

  private boolean remember(Reply reply) {
    String id = SendScenario.messageId(reply);
    if (id.isEmpty()) return false;
    requests.add(HttpRequests.get(target.authority(), "/v1/otp/messages/" + id, target.account().zapnotyKey()));
    return true;
  }

  @Override public boolean start(Transport transport, Completion done) {
    transport.call(requests.get(next++ % requests.size()), reply -> done.report(outcome(reply)));
    return true;
  }

  static Outcome outcome(Reply reply) {
    return switch (reply) {
      case Reply.NoAnswer none -> Outcome.failed(1, none.problem());
      case Reply.Answer answer when answer.status() != 200 -> Outcome.failed(1, "status " + answer.status());
      case Reply.Answer answer when answer.count("\"state\":") == 0 -> Outcome.failed(1, "no state");
      case Reply.Answer _ -> Outcome.good(1);
    };
  }
}
