package dev.otpstream.embedded;

import dev.otpstream.embedded.AvroText.Parsed;
import dev.otpstream.embedded.LogEntry.LevelSet;
import dev.otpstream.embedded.LogEntry.Removed;
import dev.otpstream.embedded.LogEntry.Stored;
import dev.otpstream.embedded.LogEntry.SubjectDeleted;
import dev.otpstream.embedded.Lookups.Level;
import dev.otpstream.embedded.Lookups.Scope;
import dev.otpstream.embedded.Reply.Done;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.avro.Schema;

/**
 * What changes the registry. One change at a time: read the log to its end, decide, append, read it back, answer. So
 * whatever was answered is in the log, and nothing is decided on less than the whole log.
 */
final class Registry {
  /** Far more than any product has; what leaks schemas is told so before the registry slows down. */
  static final int VERSIONS_MAX = 10_000;
  static final int SUBJECT_LENGTH_MAX = 249 + "-value".length(); // a topic's longest name and the usual suffix
  private static final Duration TURN_TIMEOUT = Duration.ofSeconds(30);

  private final Subjects subjects;
  private final Lookups lookups;
  private final SchemaLog log;
  private final ReentrantLock turn = new ReentrantLock();

  Registry(Subjects subjects, Lookups lookups, SchemaLog log) {
    this.subjects = subjects;
    this.lookups = lookups;
    this.log = log;
  }

  /** The id of the schema, as a new version of the subject if it is not one yet. */
  Reply register(String subject, Parsed parsed) {
    return switch (parsed) {
      case Parsed.Invalid invalid -> Reply.invalidSchema(invalid.detail());
      case Parsed.Valid(Schema schema) when isName(subject) -> inTurn(() -> register(subject, schema));
      case Parsed.Valid _ -> Reply.invalidSubject(subject);
    };
  }

  private Reply register(String subject, Schema schema) {
    List<SchemaVersion> live = subjects.live(subject);
    Optional<SchemaVersion> known = Lookups.same(live, schema);
    if (known.isPresent()) {
      return registered(known.get());
    }
    List<String> problems = lookups.problems(subject, schema, live);
    if (!problems.isEmpty()) {
      return Reply.incompatible(subject, problems.toString());
    }
    if (subjects.all().size() >= VERSIONS_MAX) {
      return Reply.notPermitted("The registry holds " + VERSIONS_MAX + " schema versions, more than it is made for");
    }
    List<SchemaVersion> all = subjects.all(subject);
    int version = all.isEmpty() ? 1 : all.getLast().version() + 1;
    String text = schema.toString();
    var next = new SchemaVersion(subject, version, subjects.idFor(text), text, false);
    return store(List.of(new Stored(next)), registered(next));
  }

  /** Deletes a subject softly, or for good what was deleted softly before. */
  Reply delete(String subject, boolean forGood) {
    return inTurn(() -> {
      List<SchemaVersion> all = subjects.all(subject);
      List<SchemaVersion> live = subjects.live(subject);
      if (all.isEmpty()) {
        return Reply.subjectNotFound(subject);
      }
      if (forGood) {
        return live.isEmpty()
            ? store(all.stream().<LogEntry>map(Registry::removal).toList(), numbers(all))
            : Reply.subjectNotSoftlyDeleted(subject);
      }
      return live.isEmpty()
          ? Reply.subjectSoftlyDeleted(subject)
          : store(withoutLevel(subject, new SubjectDeleted(subject, live.getLast().version())), numbers(live));
    });
  }

  /** Deletes a version softly, or for good what was deleted softly before. */
  Reply delete(String subject, String version, boolean forGood) {
    Scope scope = forGood || !Lookups.isLatest(version) ? Scope.WITH_DELETED : Scope.LIVE;
    return inTurn(() -> lookups.find(subject, version, scope, found -> {
      if (found.deleted() && !forGood) {
        return Reply.versionSoftlyDeleted(subject, found.version());
      }
      if (!found.deleted() && forGood) {
        return Reply.versionNotSoftlyDeleted(subject, found.version());
      }
      var answer = new Done(found.version());
      if (forGood) {
        return store(List.of(removal(found)), answer);
      }
      boolean last = subjects.live(subject).size() == 1;
      var deletion = new Stored(found.asDeleted());
      return store(last ? withoutLevel(subject, deletion) : List.of(deletion), answer);
    }));
  }

  /** Sets the level of a subject, or with none of all that have no own. */
  Reply setLevel(Optional<String> subject, String name) {
    Optional<CompatibilityLevel> level = CompatibilityLevel.named(name);
    if (level.isEmpty()) {
      return Reply.invalidLevel();
    }
    if (!subject.map(Registry::isName).orElse(true)) {
      return Reply.invalidSubject(subject.get());
    }
    return inTurn(() -> subjects.levelCount() < VERSIONS_MAX
        ? store(List.of(new LevelSet(subject, level)), new Done(Map.of("compatibility", level.get())))
        : Reply.notPermitted("The registry holds " + VERSIONS_MAX + " levels, more than it is made for"));
  }

  /** Back to the level that holds without; answers the one that was set. */
  Reply unsetLevel(Optional<String> subject) {
    return inTurn(() -> {
      Optional<CompatibilityLevel> was = subjects.level(subject);
      if (was.isEmpty() && subject.isPresent()) {
        return Reply.subjectNotFound(subject.get());
      }
      return store(List.of(new LevelSet(subject, Optional.empty())),
          new Done(new Level(was.orElse(Lookups.STANDARD_LEVEL))));
    });
  }

  /** A subject that goes takes its own level along. */
  private List<LogEntry> withoutLevel(String subject, LogEntry deletion) {
    var entries = new ArrayList<>(List.of(deletion));
    if (subjects.level(Optional.of(subject)).isPresent()) {
      entries.add(new LevelSet(Optional.of(subject), Optional.empty()));
    }
    return entries;
  }

  private Reply inTurn(Supplier<Reply> change) {
    try {
      if (!turn.tryLock(TURN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        return Reply.storeFailed();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Reply.storeFailed();
    }
    try {
      return log.catchUp() ? change.get() : Reply.storeFailed();
    } finally {
      turn.unlock();
    }
  }

  private Reply store(List<LogEntry> entries, Reply answer) {
    for (LogEntry each : entries) {
      if (!log.append(each)) {
        return Reply.storeFailed();
      }
    }
    return answer;
  }

  private static boolean isName(String subject) {
    return !subject.isBlank() && subject.length() <= SUBJECT_LENGTH_MAX
        && subject.chars().noneMatch(Character::isISOControl);
  }

  private static Removed removal(SchemaVersion version) {
    return new Removed(version.subject(), version.version());
  }

  private static Reply registered(SchemaVersion version) {
    return new Done(Map.of("id", version.id()));
  }

  private static Reply numbers(List<SchemaVersion> versions) {
    return new Done(versions.stream().map(SchemaVersion::version).toList());
  }
}
