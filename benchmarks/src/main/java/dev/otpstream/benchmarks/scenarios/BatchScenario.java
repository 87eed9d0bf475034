package dev.otpstream.benchmarks.scenarios;

import dev.otpstream.benchmarks.load.Completion;
import dev.otpstream.benchmarks.load.HttpRequests;
import dev.otpstream.benchmarks.load.Outcome;
import dev.otpstream.benchmarks.load.Reply;
import dev.otpstream.benchmarks.load.Scenario;
import dev.otpstream.benchmarks.load.Transport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** AlphaSMS {@code POST /api/json.php}: the caller's own codes, many in a call. An operation is an item. */
public final class BatchScenario implements Scenario {
  private static final int FIRST_CODE = 100_000;
  private static final int CODES = 900_000;
  private static final int ITEM_LENGTH = 80;
  private static final Pattern ERROR = Pattern.compile("\"error\":\"([A-Za-z ]{1,40})\"");

  private final HttpRequests requests;
  private final String auth;
  private final int items;
  private final PhoneNumbers phones = PhoneNumbers.fromAnywhere();
  private long id;

  public BatchScenario(Target target, int items) {
    this.requests = HttpRequests.post(target.authority(), "/api/json.php");
    this.auth = target.account().alphasmsAuth();
    this.items = items;
  }

  @Override public int operationsPerStart() {
    return items;
  }

  @Override public boolean start(Transport transport, Completion done) {
    transport.call(requests.with(body()), reply -> done.report(outcome(reply, items)));
    return true;
  }

  private String body() {
    var body = new StringBuilder(items * ITEM_LENGTH).append("{\"auth\":\"").append(auth).append("\",\"data\":[");
    for (int i = 0; i < items; i++) {
      id++;
      body.append(i == 0 ? "" : ",").append("{\"type\":\"telegram\",\"id\":").append(id).append(",\"phone\":")
          .append(phones.next()).append(",\"message\":\"").append(FIRST_CODE + id % CODES).append("\"}");
    }
    return body.append("]}").toString();
  }

  static Outcome outcome(Reply reply, int items) {
    return switch (reply) {
      case Reply.NoAnswer none -> Outcome.failed(items, none.problem());
      case Reply.Answer answer when answer.status() != 200 -> Outcome.failed(items, "status " + answer.status());
      case Reply.Answer answer -> {
        int accepted = Math.min(answer.count("\"msg_id\":"), items);
        yield new Outcome(accepted, items - accepted, accepted < items ? refusal(answer.body()) : null);
      }
    };
  }

  /** The first refusal stands for all of a call; the texts are few and name nobody. */
  private static String refusal(String body) {
    Matcher error = ERROR.matcher(body);
    return error.find() ? "refused: " + error.group(1) : "refused";
  }
}
