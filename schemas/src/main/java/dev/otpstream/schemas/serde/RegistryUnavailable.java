package dev.otpstream.schemas.serde;

import org.apache.kafka.common.errors.RetriableException;

/** The registry does not answer now. The record at hand is not at fault: wait and try again. */
public final class RegistryUnavailable extends RetriableException {
  private static final long serialVersionUID = 1L;

  private final boolean refused;

  RegistryUnavailable(String message, Throwable cause) {
    this(message, cause, false);
  }

  RegistryUnavailable(String message, Throwable cause, boolean refused) {
    super(message, cause);
    this.refused = refused;
  }

  /** Whether it is there, and does not let us in: time alone will not mend that. */
  public boolean refused() {
    return refused;
  }
}
