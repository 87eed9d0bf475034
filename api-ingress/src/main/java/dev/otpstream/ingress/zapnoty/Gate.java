package dev.otpstream.ingress.zapnoty;

import dev.otpstream.ingress.accounts.CallRates;
import dev.otpstream.ingress.accounts.Caller;
import dev.otpstream.ingress.accounts.Callers;
import dev.otpstream.ingress.accounts.Callers.Identity;
import dev.otpstream.ingress.accounts.Front;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Call;
import dev.otpstream.ingress.front.Envelope;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Lets calls in by their keys.
 *
 * @see <a href="https://www.zapnoty.com/docs/testing">Zapnoty, Testing</a>
 */
final class Gate {
  private static final String TEST_KEY = "zn_test_";
  private final Callers callers;
  private final CallRates rates;

  Gate(Callers callers, CallRates rates) {
    this.callers = callers;
    this.rates = rates;
  }

  /** What a call is about, which says who may make it and how often. */
  enum Kind {
    /** Codes and questions: test keys may, and nothing is sent. */
    ORDINARY,
    /** Asked every second or two, and cheap: outside the project's rate. */
    POLLED,
    /** Changes the project: test keys may not. */
    PROJECT
  }

  /**
   * Who calls.
   *
   * @param sandbox whether by a test key
   */
  record Guest(Caller caller, boolean sandbox) {}

  /** What is done for whoever was let in. */
  interface Work {
    CompletableFuture<Answer> answer(Guest guest, Call call);
  }

  CompletableFuture<Answer> admit(Kind kind, Call call, Work work) {
    Optional<String> key = call.bearer();
    if (key.isEmpty()) return done(unauthorized("unauthorized", "No bearer token"));
    boolean sandbox = key.get().startsWith(TEST_KEY);
    return switch (callers.identify(sandbox ? Front.ZAPNOTY_TEST : Front.ZAPNOTY, key.get())) {
      case Identity.Unknown _ -> done(unauthorized("invalid_api_key", "Unknown API key"));
      case Identity.Disabled _ -> done(Envelope.error(403, "project_inactive", "The project is not active"));
      case Identity.Known(Caller caller) when kind != Kind.POLLED && !rates.admits(caller) -> done(
          Envelope.error(429, "rate_limit_project", true, "Too many calls").retryAfter(Answers.RETRY_AFTER));
      case Identity.Known _ when kind == Kind.PROJECT && sandbox -> done(
          Envelope.error(403, "forbidden", "A test key cannot change the project"));
      case Identity.Known(Caller caller) -> work.answer(new Guest(caller, sandbox), call);
    };
  }

  private static CompletableFuture<Answer> done(Answer answer) {
    return CompletableFuture.completedFuture(answer);
  }

  private static Answer unauthorized(String code, String text) {
    return Envelope.error(401, code, text).with("WWW-Authenticate", "Bearer");
  }
}
