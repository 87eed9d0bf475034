package dev.otpstream.benchmarks.load;

/** What a call came to. */
public sealed interface Reply {
  /** The server answered. */
  record Answer(int status, String body) implements Reply {
    /** How often the body holds a text. */
    public int count(String text) {
      int found = 0;
      for (int at = body.indexOf(text); at >= 0; at = body.indexOf(text, at + text.length()))
        found++;
      return found;
    }

    @Override public String toString() {
      return "Answer[status=" + status + ", length=" + body.length() + "]"; // bodies may hold credentials
    }
  }

  /** No usable answer came: a time limit passed, the connection broke, the answer was not HTTP. */
  record NoAnswer(String problem) implements Reply {}
}
