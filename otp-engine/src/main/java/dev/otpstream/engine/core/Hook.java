package dev.otpstream.engine.core;

import java.util.Set;

/**
 * A caller's URL that wants to hear of a message.
 *
 * @param format which body and signature the caller reads
 * @param url    where
 * @param events which events it wants
 */
public record Hook(String format, Sealed url, Set<EventType> events) {
  public Hook {
    events = Set.copyOf(events);
  }
}
