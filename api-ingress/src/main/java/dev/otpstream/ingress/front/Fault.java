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
  /** There is no room for the call now, or the service is stopping: who comes again, or asks another instance, is served. */
  BUSY,
  /** A fault of ours. */
  INTERNAL
}
