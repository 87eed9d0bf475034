package dev.otpstream.benchmarks.scenarios;

import dev.otpstream.benchmarks.load.Completion;
import dev.otpstream.benchmarks.load.HttpRequests;
import dev.otpstream.benchmarks.load.Outcome;
import dev.otpstream.benchmarks.load.Reply;
import dev.otpstream.benchmarks.load.Scenario;
import dev.otpstream.benchmarks.load.Transport;
import java.util.List;

/** {@code POST /v1/otp/verify}: each code that was sent before, once, and between them wrong guesses at the same codes. */
public final class VerifyScenario implements Scenario {
  /** Above this a code's attempts could run out before its right guess comes. */
  public static final double WRONG_SHARE_MAX = 0.75;

  private final Target target;
  private final Progress progress;
  private final HttpRequests requests;
  private List<IssuedCode> codes = List.of();
  private final double wrongShare;
  private long started;
  private int right;
  private int wrong;

  /** @param wrongShare of all guesses, from 0 to {@link #WRONG_SHARE_MAX} */
  public VerifyScenario(Site site, double wrongShare) {
    this.target = site.target();
    this.progress = site.progress();
    this.requests = HttpRequests.post(target.authority(), "/v1/otp/verify").bearer(target.account().zapnotyKey());
    this.wrongShare = wrongShare;
  }

  /** Sends codes and learns them from the simulated phones; what is left of earlier ones is dropped: it may be old. */
  @Override public void ready(long operations) {
    codes = CodePreparation.issue(target, (int) Math.ceil(operations * (1 - wrongShare)) + 1, progress);
    right = 0;
    wrong = 0;
  }

  @Override public boolean finite() {
    return true;
  }

  @Override public boolean start(Transport transport, Completion done) {
    boolean guessWrong = Math.floor((started + 1) * wrongShare) > Math.floor(started * wrongShare);
    if (codes.isEmpty() || (!guessWrong && right == codes.size())) return false;
    started++;
    IssuedCode code = codes.get(guessWrong ? wrong++ % codes.size() : right++);
    String guess = guessWrong ? code.wrong() : code.code();
    transport.call(requests.with("{\"phone\":\"+" + code.phone() + "\",\"code\":\"" + guess + "\"}"),
        reply -> done.report(outcome(reply, !guessWrong)));
    return true;
  }

  static Outcome outcome(Reply reply, boolean right) {
    return switch (reply) {
      case Reply.NoAnswer none -> Outcome.failed(1, none.problem());
      case Reply.Answer answer when answer.status() != 200 -> Outcome.failed(1, "status " + answer.status());
      case Reply.Answer answer when answer.count("\"verified\":" + right) == 1 -> Outcome.good(1);
      case Reply.Answer _ -> Outcome.failed(1, right ? "right code refused" : "wrong code accepted");
    };
  }
}
