package dev.otpstream.ingress.front;

/** Why a call was answered without an operation. */
public enum Fault {
  /** No operation has the path. */
  UNKNOWN_PATH,
  /** An operation has the path, but not with this method. */
  WRONG_METHOD,
  /** The body is longer than allowed. */
  BODY_TOO_LARGE,
  /** The body broke off, or came too slowly. */
  BODY_UNREADABLE,
  /** The service is stopping; another instance will answer. */
  STOPPING,
  /** A fault of ours. */
  INTERNAL
}
