package dev.otpstream.ingress.front;

import java.util.List;

/**
 * One vendor's vocabulary: which calls it offers, how it reads them and how it answers. A dialect translates and nothing
 * else; another vocabulary is another dialect, never a flag in this one. Implementations are thread-safe.
 */
public interface Dialect {
  /** Stable and lower-case: metric tag and log key. */
  String name();

  /** The calls it offers. */
  List<Operation> operations();

  /** Whether a path that no operation has is answered in this dialect's words. */
  boolean speaksFor(String path);

  /** The answer to a call that never reached an operation, or that none could answer. */
  Answer fault(Fault fault);
}
