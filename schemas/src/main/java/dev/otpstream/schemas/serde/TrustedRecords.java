package dev.otpstream.schemas.serde;

import dev.otpstream.schemas.Dispatch;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Avro makes objects only of classes that it was told to trust. Ours are the generated records, whose package holds
 * nothing that is dangerous to make; what else an operator trusts by Avro's own settings stays trusted.
 */
final class TrustedRecords {
  private static final String PACKAGE = Dispatch.class.getPackageName();

  static {
    ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(ClassSecurityValidator.getGlobal(),
        type -> type.getPackageName().equals(PACKAGE)));
  }

  private TrustedRecords() {}

  /** Once is enough: the static part does it. */
  static void trust() {}
}
