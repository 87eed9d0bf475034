package dev.otpstream.standalone.cli;

import java.io.PrintWriter;

/** A bar that shows how far long work is, and is gone when the work is done. Thread-safe. */
public final class Progress implements AutoCloseable {
  private static final int WIDTH = 24;
  private static final int DOING_LENGTH_MAX = 40;
  private final PrintWriter to;
  private final int steps;
  private int done;

  Progress(PrintWriter to, int steps) {
    this.to = to;
    this.steps = Math.max(1, steps);
  }

  /** One step more is done. */
  public synchronized void step(String what) {
    done = Math.min(steps, done + 1);
    to.print("\r" + bar(done, steps) + " " + what.substring(0, Math.min(what.length(), DOING_LENGTH_MAX)) + "\033[K");
    to.flush();
  }

  static String bar(int done, int steps) {
    int filled = WIDTH * done / steps;
    return "[" + "#".repeat(filled) + " ".repeat(WIDTH - filled) + "] " + done + "/" + steps;
  }

  @Override public synchronized void close() {
    to.print("\r\033[K");
    to.flush();
  }
}
