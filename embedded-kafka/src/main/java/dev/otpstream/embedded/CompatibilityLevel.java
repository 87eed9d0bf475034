package dev.otpstream.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;

/**
 * What a subject's next schema must be able to read, or be read by.
 *
 * @see <a href="https://docs.confluent.io/platform/current/schema-registry/fundamentals/schema-evolution.html">Schema
 *      evolution and compatibility</a>
 */
enum CompatibilityLevel {
  NONE(false, false, false),
  BACKWARD(true, false, false),
  BACKWARD_TRANSITIVE(true, false, true),
  FORWARD(false, true, false),
  FORWARD_TRANSITIVE(false, true, true),
  FULL(true, true, false),
  FULL_TRANSITIVE(true, true, true);

  private final boolean readsEarlier;
  private final boolean isReadByEarlier;
  private final boolean transitive;

  CompatibilityLevel(boolean readsEarlier, boolean isReadByEarlier, boolean transitive) {
    this.readsEarlier = readsEarlier;
    this.isReadByEarlier = isReadByEarlier;
    this.transitive = transitive;
  }

  /** The level of that name, in any case. */
  static Optional<CompatibilityLevel> named(String name) {
    try {
      return Optional.of(valueOf(name.toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException unknown) {
      return Optional.empty();
    }
  }

  /** Why {@code next} may not follow {@code earlier}, which is in order of version. Empty when it may. */
  List<String> problems(Schema next, List<Schema> earlier) {
    int relevant = transitive ? earlier.size() : Math.min(1, earlier.size());
    var problems = new ArrayList<String>();
    for (Schema each : earlier.reversed().subList(0, relevant)) {
      if (readsEarlier) {
        problems.addAll(problems(next, each, "the new schema cannot read an earlier one's data"));
      }
      if (isReadByEarlier) {
        problems.addAll(problems(each, next, "an earlier schema cannot read the new one's data"));
      }
    }
    return problems;
  }

  private static List<String> problems(Schema reader, Schema writer, String consequence) {
    return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getResult().getIncompatibilities()
        .stream()
        .map(each -> "%s: %s at %s (%s)".formatted(consequence, each.getType(), each.getLocation(), each.getMessage()))
        .toList();
  }
}
