package dev.otpstream.chaos.promises;

import java.util.ArrayList;
import java.util.List;

/**
 * What became of one promise.
 *
 * @param promise its class
 * @param words   what it says
 * @param checked how many cases were looked at; a promise that was never put to the test is not kept
 * @param broken  how many of them broke it
 * @param first   the first of those, in words without codes and numbers
 */
public record Verdict(String promise, String words, long checked, long broken, List<String> first) {
  private static final int FIRST_MAX = 20;

  public boolean kept() {
    return broken == 0 && checked > 0;
  }

  static Tally of(Promise promise) {
    return new Tally(promise);
  }

  /** Counts cases. */
  static final class Tally {
    private final Promise promise;
    private final List<String> first = new ArrayList<>();
    private long checked;
    private long broken;

    private Tally(Promise promise) {
      this.promise = promise;
    }

    /** One case: it holds, or it does not, for the reason given. */
    void that(boolean holds, String otherwise) {
      checked++;
      if (holds) return;
      broken++;
      if (first.size() < FIRST_MAX) first.add(otherwise);
    }

    Verdict verdict() {
      return new Verdict(promise.getClass().getSimpleName(), promise.words(), checked, broken, List.copyOf(first));
    }
  }
}
