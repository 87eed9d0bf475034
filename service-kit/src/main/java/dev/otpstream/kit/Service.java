package dev.otpstream.kit;

/** A running service. It was started by its constructor or factory; closing it finishes what is in flight. */
public interface Service extends AutoCloseable {
  /** The service's name: consumer group, metric tag, log key. */
  String name();

  /** Whether it can do its work now: partitions assigned, state restored, provider session bound. */
  Readiness readiness();

  /** Stops taking work, finishes or gives back what is in flight within bounded time, and releases all. Idempotent. */
  @Override void close();

  /**
   * Whether a service can do its work.
   *
   * @param ready  true if it can
   * @param detail what it waits for, or how it stands; no secrets
   */
  record Readiness(boolean ready, String detail) {
    public static Readiness yes() {
      return new Readiness(true, "ready");
    }

    public static Readiness no(String detail) {
      return new Readiness(false, detail);
    }
  }
}
