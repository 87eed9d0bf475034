package dev.otpstream.simulators.kaleyra;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The newest messages, by id. Thread-safe. */
final class KaleyraMessages {
  static final int MESSAGES_MAX = 100_000;
  private final Map<String, KaleyraMessage> byId = new LinkedHashMap<>() {
    private static final long serialVersionUID = 1L;

    @Override protected boolean removeEldestEntry(Map.Entry<String, KaleyraMessage> eldest) {
      return size() > MESSAGES_MAX;
    }
  };

  synchronized void add(KaleyraMessage message) {
    byId.put(message.id(), message);
  }

  synchronized Optional<KaleyraMessage> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }
}
