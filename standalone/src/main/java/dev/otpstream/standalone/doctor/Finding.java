package dev.otpstream.standalone.doctor;

/** What a check found, in words for people. Holds no secret. */
sealed interface Finding {
  String words();

  /** All is well. */
  record Well(String words) implements Finding {}

  /** Something is wrong: one sentence says what, and after the colon what to do. */
  record Wrong(String words) implements Finding {}

  /** It was not looked at. */
  record Skipped(String words) implements Finding {}
}
