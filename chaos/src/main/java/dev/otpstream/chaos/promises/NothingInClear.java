package dev.otpstream.chaos.promises;

import dev.otpstream.chaos.evidence.Evidence;

/** No code and no full number is readable in topics, stores and logs. */
public record NothingInClear() implements Promise {
  @Override public String words() {
    return "no code and no number in clear in topics, stores and logs (bytes searched)";
  }

  @Override public Verdict judge(Evidence evidence) {
    return new Verdict(getClass().getSimpleName(), words(), evidence.bytesRead(), evidence.leaks().size(),
        evidence.leaks().stream().map(leak -> leak.what() + " in " + leak.where() + " at " + leak.offset()).toList());
  }
}
