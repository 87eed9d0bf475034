package dev.otpstream.benchmarks.scenarios;

import dev.otpstream.benchmarks.load.Completion;
import dev.otpstream.benchmarks.load.HttpRequests;
import dev.otpstream.benchmarks.load.Outcome;
import dev.otpstream.benchmarks.load.Reply;
import dev.otpstream.benchmarks.load.Scenario;
import dev.otpstream.benchmarks.load.Transport;

/** {@code POST /v1/otp/send}: a new code to a new recipient with every call. */
public final class SendScenario implements Scenario {
  private final HttpRequests requests;
  private final PhoneNumbers phones = PhoneNumbers.fromAnywhere();

  public SendScenario(Target target) {
    requests = HttpRequests.post(target.authority(), "/v1/otp/send").bearer(target.account().zapnotyKey());
  }

  @Override public boolean start(Transport transport, Completion done) {
    transport.call(requests.with("{\"phone\":\"+" + phones.next() + "\"}"), reply -> done.report(outcome(reply)));
    return true;
  }

  static Outcome outcome(Reply reply) {
    return switch (reply) {
      case Reply.NoAnswer none -> Outcome.failed(1, none.problem());
      case Reply.Answer answer when answer.status() != 200 -> Outcome.failed(1, "status " + answer.status());
      case Reply.Answer answer when answer.count("\"sent\":true") == 0 -> Outcome.failed(1, "not sent");
      case Reply.Answer _ -> Outcome.good(1);
    };
  }
}
