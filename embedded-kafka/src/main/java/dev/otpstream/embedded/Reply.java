package dev.otpstream.embedded;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The registry's answer to one request.
 *
 * @see <a href="https://docs.confluent.io/platform/current/schema-registry/develop/api.html">Schema Registry API</a>
 */
sealed interface Reply {
  /** Done; the body is written as JSON. */
  record Done(Object body) implements Reply {}

  /** Not done, with the code that Confluent's clients know. */
  record Refused(int status, int code, String message) implements Reply {
    Body body() {
      return new Body(code, message);
    }

    record Body(@JsonProperty("error_code") int code, String message) {}
  }

  static Refused http(int status, String reason) {
    return new Refused(status, status, "HTTP " + status + " " + reason);
  }

  static Refused subjectNotFound(String subject) {
    return new Refused(404, 40401, "Subject '" + subject + "' not found.");
  }

  static Refused versionNotFound(int version) {
    return new Refused(404, 40402, "Version " + version + " not found.");
  }

  static Refused schemaNotFound() {
    return new Refused(404, 40403, "Schema not found");
  }

  static Refused schemaNotFound(int id) {
    return new Refused(404, 40403, "Schema " + id + " not found");
  }

  static Refused subjectSoftlyDeleted(String subject) {
    return new Refused(404, 40404,
        "Subject '" + subject + "' was soft deleted. Set permanent=true to delete permanently");
  }

  static Refused subjectNotSoftlyDeleted(String subject) {
    return new Refused(404, 40405, "Subject '" + subject + "' was not deleted first before being permanently deleted");
  }

  static Refused versionSoftlyDeleted(String subject, int version) {
    return new Refused(404, 40406, "Subject '" + subject + "' Version " + version
        + " was soft deleted. Set permanent=true to delete permanently");
  }

  static Refused versionNotSoftlyDeleted(String subject, int version) {
    return new Refused(404, 40407, "Subject '" + subject + "' Version " + version
        + " was not deleted first before being permanently deleted");
  }

  static Refused noLevel(String subject) {
    return new Refused(404, 40408, "Subject '" + subject + "' does not have subject-level compatibility configured");
  }

  static Refused noMode(String subject) {
    return new Refused(404, 40409, "Subject '" + subject + "' does not have subject-level mode configured");
  }

  static Refused incompatible(String subject, String details) {
    return new Refused(409, 409,
        "Schema being registered is incompatible with an earlier schema for subject \"" + subject
            + "\", details: " + details);
  }

  static Refused invalidSchema(String detail) {
    return new Refused(422, 42201, "Invalid schema: " + detail);
  }

  static Refused invalidVersion(String version) {
    return new Refused(422, 42202, "The specified version '" + version
        + "' is not a valid version id. Allowed values are between [1, 2^31-1] and the string \"latest\"");
  }

  static Refused invalidLevel() {
    return new Refused(422, 42203, "Invalid compatibility level. Valid values are none, backward, forward, full,"
        + " backward_transitive, forward_transitive, and full_transitive");
  }

  static Refused notPermitted(String why) {
    return new Refused(422, 42205, why);
  }

  static Refused invalidSubject(String subject) {
    return new Refused(422, 42208, "The specified subject '" + subject + "' is not a valid.");
  }

  static Refused storeFailed() {
    return new Refused(500, 50001, "Error in the backend data store");
  }
}
