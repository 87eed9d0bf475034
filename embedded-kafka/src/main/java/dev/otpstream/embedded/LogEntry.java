package dev.otpstream.embedded;

import java.util.Optional;

/** One record of the {@code _schemas} topic. */
sealed interface LogEntry {
  /** A version came, or changed. */
  record Stored(SchemaVersion version) implements LogEntry {}

  /** A version went for good. */
  record Removed(String subject, int version) implements LogEntry {}

  /** All of a subject's versions up to this one are softly deleted: one record, so that it happens whole or not. */
  record SubjectDeleted(String subject, int upTo) implements LogEntry {}

  /** A level was set, or with none unset; of a subject, or with none of all that have no own. */
  record LevelSet(Optional<String> subject, Optional<CompatibilityLevel> level) implements LogEntry {}

  /** Something of a registry that can more than this one. */
  record Foreign() implements LogEntry {}
}
