package dev.otpstream.schemas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaFormatter;
import org.apache.avro.specific.SpecificData;

/** The schemas of the public topics as each release wrote them: {@code src/main/released/<version>/<subject>.avsc}. */
final class ReleasedSchemas {
  private static final Path FOLDER = Path.of("src", "main", "released");

  /** One topic's schema in one release. */
  record Released(String version, Topic<?> topic, Schema schema) {
    @Override public String toString() {
      return topic + " of version " + version;
    }
  }

  private ReleasedSchemas() {}

  static List<Released> all() {
    var all = new ArrayList<Released>();
    try (var versions = Files.list(FOLDER)) {
      for (Path version : versions.sorted().toList())
        for (Topic<?> topic : Topics.PUBLIC) {
          Path file = version.resolve(topic.subject() + ".avsc");
          if (Files.exists(file)) // a topic may be younger than a release
            all.add(new Released(version.getFileName().toString(), topic, new Schema.Parser().parse(file.toFile())));
        }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  static Schema current(Topic<?> topic) {
    return SpecificData.get().getSchema(topic.valueType());
  }

  /** Keeps today's schemas as those of a release; what a release has written stays. */
  static void keep(String version) throws IOException {
    Path folder = Files.createDirectories(FOLDER.resolve(version));
    for (Topic<?> topic : Topics.PUBLIC) {
      Path file = folder.resolve(topic.subject() + ".avsc");
      if (Files.exists(file) && !new Schema.Parser().parse(file.toFile()).equals(current(topic)))
        throw new IllegalStateException("version " + version + " is released; choose another");
      Files.writeString(file, SchemaFormatter.format("json/pretty", current(topic)) + "\n");
    }
  }
}
