package dev.otpstream.kit.observe;

/** One step of a trace, from {@link Tracing#begin} to its close. Belongs to one thread at a time. */
public interface Hop extends AutoCloseable {
  /** Belongs to no trace. */
  Hop NONE = new Hop() {
  };

  /** What follows from this step carries this. */
  default Trace trace() {
    return Trace.NONE;
  }

  /** Says more about the step: words from short lists and numbers; no address, no code, no text. */
  default Hop with(String key, String value) {
    return this;
  }

  /** Says more about the step. */
  default Hop with(String key, long value) {
    return this;
  }

  /** Another trace that has to do with this step. */
  default Hop link(Trace other) {
    return this;
  }

  /** The step did not do what it is for. The reason quotes nothing. */
  default Hop failed(String reason) {
    return this;
  }

  @Override default void close() {}

  /** Nobody records the step, and yet it hands the trace on. */
  record Through(Trace trace) implements Hop {}
}
