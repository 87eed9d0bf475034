package dev.otpstream.engine.core.consent;

/** What the bot says to who came by a link. */
public enum Notice {
  /** As you wish. */
  CANCELLED,
  /** The link is too old, or was used. */
  OVER,
  /** The link is another person's. */
  TAKEN
}
