package dev.otpstream.benchmarks.scenarios;

import dev.otpstream.benchmarks.load.Completion;
import dev.otpstream.benchmarks.load.Scenario;
import dev.otpstream.benchmarks.load.Transport;
import java.util.List;

/**
 * A day's calls in ten turns: four lifecycles by SMS, two by Telegram, one send that nobody answers, one verify (every
 * third guess wrong), two questions where a message stands.
 */
public final class MixedScenario implements Scenario {
  private static final int MESSAGES_ASKED_FOR = 500;
  private static final double WRONG_SHARE = 1 / 3.0;
  private static final int VERIFIES_IN_TEN = 1;

  private final List<Scenario> all;
  private final List<Scenario> turns;
  private final Scenario verify;
  private long started;

  /** Prepares all of them on one account. */
  public MixedScenario(Site site) {
    Scenario life = new LifecycleScenario(site, List.of(List.of("sms"), List.of("sms"), List.of("telegram")));
    Scenario send = new SendScenario(site.target(), List.of());
    verify = new VerifyScenario(site, WRONG_SHARE);
    Scenario poll = new StatusPollScenario(site, MESSAGES_ASKED_FOR);
    all = List.of(life, send, verify, poll);
    turns = List.of(life, poll, life, verify, life, life, poll, life, send, life);
  }

  @Override public void ready(long operations) {
    verify.ready(operations * VERIFIES_IN_TEN / turns.size() + 1);
  }

  @Override public boolean finite() {
    return verify.finite();
  }

  @Override public boolean start(Transport transport, Completion done) {
    return turns.get((int) (started++ % turns.size())).start(transport, done);
  }

  @Override public void turn(long nowNs) {
    all.forEach(scenario -> scenario.turn(nowNs));
  }

  @Override public void close() {
    all.forEach(Scenario::close);
  }
}
