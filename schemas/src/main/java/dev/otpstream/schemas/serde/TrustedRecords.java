package dev.otpstream.schemas.serde;

import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Avro makes objects only of classes that it was told to trust. Ours are generated records and their enums, which do
 * nothing when they are made: those of the topics and those of each module's state. What else an operator trusts by
 * Avro's own settings stays trusted.
 */
final class TrustedRecords {
  private static final String PRODUCT = "dev.otpstream.";

  static {
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(ClassSecurityValidator.getGlobal(), TrustedRecords::isOurRecord));
  }

  private TrustedRecords() {}

  /** Once is enough: the static part does it. */
  static void trust() {}

  private static boolean isOurRecord(Class<?> type) {
    return type.getName().startsWith(PRODUCT) && (SpecificRecord.class.isAssignableFrom(type) || type.isEnum());
  }
}
