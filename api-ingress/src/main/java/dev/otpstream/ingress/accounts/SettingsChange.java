package dev.otpstream.ingress.accounts;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What an operator wants of an account's settings. Prints without their values.
 *
 * @param values new values by their names; empty: to be taken away
 */
record SettingsChange(Map<String, Optional<String>> values) {
  static final SettingsChange NONE = new SettingsChange(Map.of());

  SettingsChange {
    values = Map.copyOf(values);
  }

  boolean gives(String name) {
    return values.containsKey(name) && values.get(name).isPresent();
  }

  /** Does something with the new value of a setting, if it is to change. */
  void on(String name, Consumer<Optional<String>> change) {
    if (values.containsKey(name)) change.accept(values.get(name));
  }

  @Override public String toString() {
    return "SettingsChange" + values.keySet();
  }
}
