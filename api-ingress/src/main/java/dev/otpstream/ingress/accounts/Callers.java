package dev.otpstream.ingress.accounts;

/** Finds out who calls. Thread-safe. */
public interface Callers {
  /** Who has the secret on a front where the secret alone is the credential. */
  default Identity identify(Front front, String secret) {
    return identify(front, "", secret);
  }

  /**
   * Who has the credential.
   *
   * @param name the public half, on fronts that have one; else empty
   */
  Identity identify(Front front, String name, String secret);

  /** Who somebody turned out to be. */
  sealed interface Identity {
    /** An account that may call. */
    record Known(Caller caller) implements Identity {}

    /** An account that may not call at present. */
    record Disabled() implements Identity {}

    /** Nobody we know. */
    record Unknown() implements Identity {}
  }
}
