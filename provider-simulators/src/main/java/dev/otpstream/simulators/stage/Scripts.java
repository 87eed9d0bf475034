package dev.otpstream.simulators.stage;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The scripts of all providers. Thread-safe. */
public final class Scripts {
  private final Map<String, ScriptBook> books = new ConcurrentHashMap<>();

  /** The book of a provider, by its name. */
  public ScriptBook of(String provider) {
    return books.computeIfAbsent(provider, name -> new ScriptBook());
  }

  public void clear() {
    books.values().forEach(ScriptBook::clear);
  }
}
