package dev.otpstream.embedded;

/**
 * A schema as one version of one subject.
 *
 * @param id      the same in every subject that holds the same text
 * @param schema  as Avro itself writes it, so that equal schemas have equal texts
 * @param deleted softly: still found by its id and when asked for explicitly
 */
record SchemaVersion(String subject, int version, int id, String schema, boolean deleted) {
  SchemaVersion asDeleted() {
    return new SchemaVersion(subject, version, id, schema, true);
  }
}
