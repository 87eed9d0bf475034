package dev.otpstream.embedded;

/** The ports that our servers are told to listen on. */
final class Ports {
  private Ports() {}

  /** {@code wanted} itself, or a free port if it is 0. Throws if the wanted port is taken: nothing half-started. */
  static int orFree(int wanted, String purpose) {
    if (wanted == 0) return FreePorts.next();
    if (FreePorts.isFree(wanted)) return wanted;
    throw new IllegalStateException("port " + wanted + " for the " + purpose + " is taken");
  }
}
