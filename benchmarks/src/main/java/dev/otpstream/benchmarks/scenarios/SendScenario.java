package dev.otpstream.benchmarks.scenarios;

import dev.otpstream.benchmarks.load.Completion;
import dev.otpstream.benchmarks.load.HttpRequests;
import dev.otpstream.benchmarks.load.Outcome;
import dev.otpstream.benchmarks.load.Reply;
import dev.otpstream.benchmarks.load.Scenario;
import dev.otpstream.benchmarks.load.Transport;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code POST /v1/otp/send}: a new code to a new recipient with every call. */
public final class SendScenario implements Scenario {
  /** In answers as in hooks. */
  static final Pattern MESSAGE = Pattern.compile("\"message_id\":\"(\\d{1,16})\"");

  private final HttpRequests requests;
  private final String channels;
  private final PhoneNumbers phones = PhoneNumbers.fromAnywhere();

  /** @param channels in the order to try; none: the account's own */
  public SendScenario(Target target, List<String> channels) {
    this.channels = channels(channels);
    requests = HttpRequests.post(target.authority(), "/v1/otp/send").bearer(target.account().zapnotyKey());
  }

  @Override public boolean start(Transport transport, Completion done) {
    transport.call(request(), reply -> done.report(outcome(reply)));
    return true;
  }

  byte[] request() {
    return requests.with("{\"phone\":\"+" + phones.next() + "\"" + channels + "}");
  }

  /** The id of the message that was accepted; empty if none was. */
  static String messageId(Reply reply) {
    Matcher id = MESSAGE.matcher(reply instanceof Reply.Answer answer ? answer.body() : "");
    return id.find() ? id.group(1) : "";
  }

  /** As a field behind others; nothing if there is no wish. */
  static String channels(List<String> channels) {
    return channels.isEmpty() ? "" : ",\"channels\":[\"" + String.join("\",\"", channels) + "\"]";
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
