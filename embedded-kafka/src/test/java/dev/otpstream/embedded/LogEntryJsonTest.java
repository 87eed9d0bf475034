package dev.otpstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.embedded.LogEntry.Foreign;
import dev.otpstream.embedded.LogEntry.LevelSet;
import dev.otpstream.embedded.LogEntry.Removed;
import dev.otpstream.embedded.LogEntry.Stored;
import dev.otpstream.embedded.LogEntry.SubjectDeleted;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LogEntryJsonTest {
  private static final Stored STORED = new Stored(new SchemaVersion("s", 2, 7, "\"string\"", true));

  @Test void writesAVersionAsConfluentsRegistryDoes() {
    assertThat(LogEntryJson.key(STORED)).asString()
        .isEqualTo("{\"keytype\":\"SCHEMA\",\"subject\":\"s\",\"version\":2,\"magic\":1}");
    assertThat(LogEntryJson.value(STORED)).asString()
        .isEqualTo("{\"subject\":\"s\",\"version\":2,\"id\":7,\"schema\":\"\\\"string\\\"\",\"deleted\":true}");
  }

  @Test void writesTheLevelOfAllAsConfluentsRegistryDoes() {
    var level = new LevelSet(Optional.empty(), Optional.of(CompatibilityLevel.FULL));

    assertThat(LogEntryJson.key(level)).asString()
        .isEqualTo("{\"keytype\":\"CONFIG\",\"subject\":null,\"magic\":0}");
    assertThat(LogEntryJson.value(level)).asString().isEqualTo("{\"compatibilityLevel\":\"FULL\"}");
  }

  @Test void writesADeletedSubjectAsConfluentsRegistryDoes() {
    var deleted = new SubjectDeleted("s", 3);

    assertThat(LogEntryJson.key(deleted)).asString()
        .isEqualTo("{\"keytype\":\"DELETE_SUBJECT\",\"subject\":\"s\",\"magic\":0}");
    assertThat(LogEntryJson.value(deleted)).asString().isEqualTo("{\"subject\":\"s\",\"version\":3}");
  }

  static Stream<LogEntry> ours() {
    return Stream.of(STORED, new Removed("s", 2), new SubjectDeleted("s", 3),
        new LevelSet(Optional.of("s"), Optional.of(CompatibilityLevel.NONE)),
        new LevelSet(Optional.empty(), Optional.empty()));
  }

  @ParameterizedTest
  @MethodSource("ours") void readsWhatItWrites(LogEntry entry) {
    assertThat(LogEntryJson.read(LogEntryJson.key(entry), LogEntryJson.value(entry))).isEqualTo(entry);
  }

  @Test void readsAVersionOfARegistryThatKnowsMore() {
    LogEntry entry = read("{\"keytype\":\"SCHEMA\",\"subject\":\"s\",\"version\":2,\"magic\":1}",
        "{\"subject\":\"s\",\"version\":2,\"id\":7,\"md5\":\"MQ==\",\"schema\":\"\\\"string\\\"\",\"deleted\":true,\"ts\":1}");

    assertThat(entry).isEqualTo(STORED);
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {"{\"keytype\":\"NOOP\",\"magic\":0};",
    "{\"keytype\":\"MODE\",\"subject\":null,\"magic\":0};{\"mode\":\"READWRITE\"}",
    "{\"keytype\":\"DELETE_SUBJECT\",\"subject\":\"s\",\"magic\":0};"}) void leavesAloneWhatItDoesNotUse(String key,
        String value) {
    assertThat(read(key, value)).isEqualTo(new Foreign());
  }

  private static LogEntry read(String key, String value) {
    return LogEntryJson.read(key.getBytes(StandardCharsets.UTF_8),
        value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }
}
