package dev.otpstream.schemas.serde;

import org.apache.kafka.common.errors.RetriableException;

/** The registry does not answer now. The record at hand is not at fault: wait and try again. */
public final class RegistryUnavailable extends RetriableException {
  private static final long serialVersionUID = 1L;

  RegistryUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
