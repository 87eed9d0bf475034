package dev.otpstream.standalone.doctor;

import java.util.function.Supplier;

/**
 * One thing to look at.
 *
 * @param name       one word
 * @param needsKafka whether it makes no sense while no broker answers
 * @param look       looks, within seconds
 */
record Check(String name, boolean needsKafka, Supplier<Finding> look) {
  static Check of(String name, Supplier<Finding> look) {
    return new Check(name, false, look);
  }

  static Check onKafka(String name, Supplier<Finding> look) {
    return new Check(name, true, look);
  }
}
