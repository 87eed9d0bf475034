package dev.otpstream.channel.telegram;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Permissions of messages that did not go out, so that the next try does not pay again. Bounded; thread-safe. */
final class Permissions {
  /** Losing one costs a fee, nothing else. */
  static final int ENTRIES_MAX = 10_000;

  private final Map<String, String> requestIds = new LinkedHashMap<>() {
    private static final long serialVersionUID = 1L;

    @Override protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
      return size() > ENTRIES_MAX;
    }
  };

  synchronized void keep(String payload, String requestId) {
    requestIds.put(payload, requestId);
  }

  synchronized Optional<String> take(String payload) {
    return Optional.ofNullable(requestIds.remove(payload));
  }
}
