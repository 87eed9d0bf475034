package dev.otpstream.simulators.stage;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The scripts of one provider: one a phone, and one for all other phones. Thread-safe. */
public final class ScriptBook {
  static final int PHONES_MAX = 100_000;

  private final Map<String, ScriptRun> byPhone = new ConcurrentHashMap<>();
  private volatile ScriptRun byDefault = new ScriptRun(Script.of(ScriptRun.PLAIN));

  ScriptBook() {}

  /** Sets the script of one phone, known by its digits only; it starts at its first step. */
  public void set(String phone, Script script) {
    String digits = Phones.digits(phone);
    if (digits.isEmpty()) throw new IllegalArgumentException("a phone has digits");
    if (byPhone.size() >= PHONES_MAX) throw new IllegalArgumentException("scripts: at most " + PHONES_MAX + " phones");
    byPhone.put(digits, new ScriptRun(script));
  }

  /** Sets the script of all phones without one of their own; they share its steps. */
  public void setDefault(Script script) {
    byDefault = new ScriptRun(script);
  }

  public void clear(String phone) {
    byPhone.remove(Phones.digits(phone));
  }

  /** Back to delivering everything. */
  public void clear() {
    byPhone.clear();
    byDefault = new ScriptRun(Script.of(ScriptRun.PLAIN));
  }

  /** Plays the next step of a phone given in digits. A phone's script that has ended gives way to the default. */
  public Step next(String phoneDigits, Operation operation) {
    ScriptRun own = byPhone.get(phoneDigits);
    Optional<Step> step = own == null ? Optional.empty() : own.next(operation);
    return step.or(() -> byDefault.next(operation)).orElse(ScriptRun.PLAIN);
  }
}
