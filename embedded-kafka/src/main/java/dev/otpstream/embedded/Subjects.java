package dev.otpstream.embedded;

import dev.otpstream.embedded.LogEntry.Foreign;
import dev.otpstream.embedded.LogEntry.LevelSet;
import dev.otpstream.embedded.LogEntry.Removed;
import dev.otpstream.embedded.LogEntry.Stored;
import dev.otpstream.embedded.LogEntry.SubjectDeleted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the registry knows: nothing but the sum of the log's entries. Looks through all versions where an index would
 * be quicker, since a client asks once for each and {@link Registry} bounds their number. Thread-safe.
 */
final class Subjects {
  private final Map<String, TreeMap<Integer, SchemaVersion>> versions = new TreeMap<>();
  private final Map<Optional<String>, CompatibilityLevel> levels = new HashMap<>();
  private int highestId;

  synchronized void apply(LogEntry entry) {
    switch (entry) {
      case Stored(SchemaVersion it) -> {
        versions.computeIfAbsent(it.subject(), _ -> new TreeMap<>()).put(it.version(), it);
        highestId = Math.max(highestId, it.id());
      }
      case Removed removed -> versions.computeIfPresent(removed.subject(), (_, all) -> {
        all.remove(removed.version());
        return all.isEmpty() ? null : all;
      });
      case SubjectDeleted deleted -> versions.getOrDefault(deleted.subject(), new TreeMap<>())
          .headMap(deleted.upTo(), true).replaceAll((_, version) -> version.asDeleted());
      case LevelSet set -> set.level().ifPresentOrElse(level -> levels.put(set.subject(), level),
          () -> levels.remove(set.subject()));
      case Foreign _ -> {
      }
    }
  }

  /** In order of subject and version, softly deleted ones too. */
  synchronized List<SchemaVersion> all() {
    return versions.values().stream().flatMap(all -> all.values().stream()).toList();
  }

  /** Of one subject in order of version, softly deleted ones too. */
  synchronized List<SchemaVersion> all(String subject) {
    return List.copyOf(versions.getOrDefault(subject, new TreeMap<>()).values());
  }

  /** As {@link #all(String)}, without the softly deleted. */
  List<SchemaVersion> live(String subject) {
    return all(subject).stream().filter(each -> !each.deleted()).toList();
  }

  /** Wherever the schema of that id is, in order of subject. */
  List<SchemaVersion> withId(int id) {
    return all().stream().filter(each -> each.id() == id).toList();
  }

  /** The id of that text in any subject, or the next free one. */
  synchronized int idFor(String schema) {
    Stream<SchemaVersion> same = all().stream().filter(each -> each.schema().equals(schema));
    return same.mapToInt(SchemaVersion::id).findFirst().orElse(highestId + 1);
  }

  synchronized int highestId() {
    return highestId;
  }

  synchronized int levelCount() {
    return levels.size();
  }

  /** Of the subject alone, or with none the default of all. */
  synchronized Optional<CompatibilityLevel> level(Optional<String> subject) {
    return Optional.ofNullable(levels.get(subject));
  }
}
