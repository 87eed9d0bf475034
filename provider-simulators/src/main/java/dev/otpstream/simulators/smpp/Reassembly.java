package dev.otpstream.simulators.smpp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Joins the parts of long messages, as a phone does. Thread-safe. */
final class Reassembly {
  static final int OPEN_MAX = 10_000;

  private final Map<Key, Parts> open = new LinkedHashMap<>();

  private record Key(String sender, String phone, int reference, int total) {}

  /** A message of which all parts are there. */
  record Whole(String firstId, String text) {}

  private static final class Parts {
    private final String[] ids;
    private final String[] texts;
    private int missing;

    Parts(int total) {
      ids = new String[total];
      texts = new String[total];
      missing = total;
    }

    void put(int index, String id, String text) {
      if (texts[index] == null) missing--;
      ids[index] = id;
      texts[index] = text;
    }
  }

  /** Adds a part; empty while others are missing. A part sent again takes the place of the first. */
  Optional<Whole> add(String messageId, ShortMessage part) {
    Segment segment = part.segment();
    if (segment.total() == 1) return Optional.of(new Whole(messageId, part.text()));
    var key = new Key(part.sender(), part.phone(), segment.reference(), segment.total());
    synchronized (open) {
      Parts parts = open.computeIfAbsent(key, _ -> new Parts(segment.total()));
      parts.put(segment.number() - 1, messageId, part.text());
      if (parts.missing > 0) {
        forgetOldest();
        return Optional.empty();
      }
      open.remove(key);
      return Optional.of(new Whole(parts.ids[0], String.join("", parts.texts)));
    }
  }

  private void forgetOldest() {
    if (open.size() > OPEN_MAX) open.remove(open.keySet().iterator().next());
  }
}
