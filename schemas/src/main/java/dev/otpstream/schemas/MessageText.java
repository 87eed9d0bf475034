package dev.otpstream.schemas;

/** A text that may have places for the code. All else in it is literal: nothing is expanded twice. */
public final class MessageText {
  /** Stands where the code goes; no caller can send it, because the fronts refuse it. */
  public static final char CODE_PLACE = '\u0000';

  private MessageText() {}

  /** The text as the recipient reads it. */
  public static String withCode(String text, String code) {
    return text.replace(String.valueOf(CODE_PLACE), code);
  }
}
