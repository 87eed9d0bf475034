package dev.otpstream.simulators.stage;

/** One simulated provider. It is up once made, and keeps its port while it is down. */
public interface Provider extends AutoCloseable {
  /** Its name in scripts, journal and counters. */
  String name();

  /** Where callers reach it. */
  String address();

  /** Drops all connections and refuses new ones; without effect if it is down. */
  void down();

  /** Listens again; without effect if it is up. */
  void up();

  @Override void close();
}
