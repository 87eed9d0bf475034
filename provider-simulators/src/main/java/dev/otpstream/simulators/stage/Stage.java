package dev.otpstream.simulators.stage;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** What all simulated providers share. */
public final class Stage implements AutoCloseable {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final Scripts scripts = new Scripts();
  private final Journal journal;
  private final Phones phones;
  private final Timers timers;
  private final Callbacks callbacks = new Callbacks();

  /** @param entriesMax how many journal entries, and how many messages of phones, are kept */
  public Stage(int entriesMax) {
    journal = new Journal(entriesMax);
    phones = new Phones(entriesMax);
    timers = new Timers(() -> journal.count("simulators", "timers dropped"));
  }

  public Scripts scripts() {
    return scripts;
  }

  public Journal journal() {
    return journal;
  }

  public Phones phones() {
    return phones;
  }

  public Timers timers() {
    return timers;
  }

  public Callbacks callbacks() {
    return callbacks;
  }

  /** Writes and reads JSON as the simulators do; leave its settings alone. */
  public ObjectMapper json() {
    return JSON;
  }

  /** Forgets what happened: journal, counters and what phones received. */
  public void forget() {
    journal.clear();
    phones.clear();
  }

  @Override public void close() {
    timers.close();
    callbacks.close();
  }
}
