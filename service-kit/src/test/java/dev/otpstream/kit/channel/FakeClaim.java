package dev.otpstream.kit.channel;

import java.util.ArrayList;
import java.util.List;

/** A claim without Kafka. */
final class FakeClaim implements OwnClaim {
  private final List<String> words = new ArrayList<>();
  private boolean taken;
  private boolean refused;

  void isRefused(boolean now) {
    refused = now;
  }

  /** What became of it, in order. */
  List<String> words() {
    return words;
  }

  @Override public boolean take() {
    if (refused) return false;
    if (!taken) words.add("taken");
    taken = true;
    return true;
  }

  @Override public void release() {
    if (taken) words.add("released");
    taken = false;
  }
}
