package dev.otpstream.ingress.console;

import java.util.Locale;

/** A part of a message's way, with a beginning and an end that its status events name. */
enum Stage {
  /** From the dispatch to the provider's word that it has it: the topic, the worker, the provider's answer. */
  SEND,
  /** From the provider's word to its receipt. */
  DELIVER,
  /** From the receipt to the right code: people reading and typing. */
  VERIFY,
  /** From the acceptance to the first receipt, fallbacks included. */
  REACH;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
