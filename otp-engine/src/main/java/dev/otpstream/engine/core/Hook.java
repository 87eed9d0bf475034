package dev.otpstream.engine.core;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A caller's URL that wants to hear of a message.
 *
 * @param format   which body and signature the caller reads
 * @param url      where
 * @param events   which events it wants
 * @param endpoint whose secrets sign; empty: the account's own
 * @param notes    what the format repeats of the order
 */
public record Hook(String format, Sealed url, Set<EventType> events, String endpoint, Map<String, String> notes) {
  public Hook {
    events = Set.copyOf(events);
    notes = Map.copyOf(notes);
  }

  /** The same hook, which repeats one thing more. */
  public Hook noting(String name, String value) {
    var more = new HashMap<>(notes);
    more.put(name, value);
    return new Hook(format, url, events, endpoint, more);
  }
}
