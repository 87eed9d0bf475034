package dev.otpstream.webhooks.call;

import java.time.Duration;

/** What became of one call to a hook. Each case is expected; a bug or a broken setup throws instead. */
public sealed interface CallOutcome {
  /** 2xx: the hook has it. */
  record Delivered(int status) implements CallOutcome {}

  /**
   * Any other answer, redirects among them.
   *
   * @param retryAfter how long the hook asks us to wait; zero if it does not ask
   */
  record Refused(int status, Duration retryAfter) implements CallOutcome {}

  /** 410: the hook wants to hear no more. */
  record Gone() implements CallOutcome {}

  /** No answer, or not in time. The hook may have it all the same. The detail is one of our words. */
  record NoAnswer(String detail) implements CallOutcome {}

  /** We do not call such a place. */
  record NotAllowed(String reason) implements CallOutcome {}

  /** There is nothing to sign with: the account is not known here, or has no secret. */
  record Unsignable(String detail) implements CallOutcome {}

  /** Nobody wants to hear it any more: its endpoint was deleted, or has no word for such an event. */
  record Dropped(String why) implements CallOutcome {}

  /** The HTTP status; 0 without an answer. */
  default int statusOrZero() {
    return switch (this) {
      case Delivered delivered -> delivered.status();
      case Refused refused -> refused.status();
      case Gone _ -> HTTP_GONE;
      case NoAnswer _,NotAllowed _,Unsignable _,Dropped _ -> 0;
    };
  }

  /** Why it failed, in one of our words; empty where the status says it all. */
  default String detailOrEmpty() {
    return switch (this) {
      case NoAnswer noAnswer -> noAnswer.detail();
      case NotAllowed notAllowed -> notAllowed.reason();
      case Unsignable unsignable -> unsignable.detail();
      case Dropped dropped -> dropped.why();
      case Delivered _,Refused _,Gone _ -> "";
    };
  }

  /** A stable lower-case word for metrics. */
  default String word() {
    return switch (this) {
      case Delivered _ -> "delivered";
      case Refused _ -> "refused";
      case Gone _ -> "gone";
      case NoAnswer _ -> "no_answer";
      case NotAllowed _ -> "not_allowed";
      case Unsignable _ -> "unsignable";
      case Dropped _ -> "dropped";
    };
  }

  int HTTP_GONE = 410;
}
