package dev.otpstream.ingress.store;

/** The topic behind a store does not answer. */
public final class StoreAway extends Exception {
  private static final long serialVersionUID = 1L;

  public StoreAway(Throwable cause) {
    super("cannot be saved now", cause);
  }
}
