package dev.otpstream.embedded;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.otpstream.embedded.AvroText.Parsed;
import dev.otpstream.embedded.Reply.Done;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** What the registry answers without changing anything. */
final class Lookups {
  /** The level of whoever has set none. */
  static final CompatibilityLevel STANDARD_LEVEL = CompatibilityLevel.BACKWARD;

  /** Which versions a request means. */
  enum Scope {
    LIVE, WITH_DELETED, ONLY_DELETED;

    boolean holds(SchemaVersion version) {
      return this == WITH_DELETED || version.deleted() == (this == ONLY_DELETED);
    }
  }

  record Entry(String subject, int version, int id, String schema) {}

  record Place(String subject, int version) {}

  record Text(String schema, @JsonInclude(JsonInclude.Include.NON_NULL) Integer maxId) {}

  record Level(CompatibilityLevel compatibilityLevel) {}

  record Compatible(@JsonProperty("is_compatible") boolean isCompatible,
      @JsonInclude(JsonInclude.Include.NON_NULL) List<String> messages) {}

  private final Subjects subjects;

  Lookups(Subjects subjects) {
    this.subjects = subjects;
  }

  Reply subjects(String prefix, Scope scope) {
    return new Done(in(scope, subjects.all()).map(SchemaVersion::subject).distinct()
        .filter(subject -> subject.startsWith(prefix)).toList());
  }

  Reply schemas(String prefix, Scope scope, boolean latestOnly) {
    return new Done(in(scope, subjects.all()).filter(each -> each.subject().startsWith(prefix))
        .filter(each -> !latestOnly || each.equals(in(scope, subjects.all(each.subject())).toList().getLast()))
        .map(Lookups::entry).toList());
  }

  Reply versions(String subject, Scope scope) {
    List<Integer> versions = in(scope, subjects.all(subject)).map(SchemaVersion::version).toList();
    return versions.isEmpty() ? Reply.subjectNotFound(subject) : new Done(versions);
  }

  Reply version(String subject, String version, Scope scope) {
    return find(subject, version, scope, found -> new Done(entry(found)));
  }

  Reply text(String subject, String version, Scope scope) {
    return find(subject, version, scope, found -> new Done(new RawValue(found.schema())));
  }

  Reply byId(int id, boolean withHighestId) {
    Integer highestId = withHighestId ? subjects.highestId() : null;
    return withId(id, all -> new Done(new Text(all.getFirst().schema(), highestId)));
  }

  Reply textById(int id) {
    return withId(id, all -> new Done(new RawValue(all.getFirst().schema())));
  }

  Reply placesOf(int id, Scope scope) {
    return withId(id, all -> new Done(in(scope, all).map(each -> new Place(each.subject(), each.version())).toList()));
  }

  Reply subjectsOf(int id, Scope scope) {
    return withId(id, all -> new Done(in(scope, all).map(SchemaVersion::subject).distinct().toList()));
  }

  /** Which version of the subject the schema is. */
  Reply find(String subject, Parsed sought, Scope scope) {
    List<SchemaVersion> versions = in(scope, subjects.all(subject)).toList();
    if (versions.isEmpty()) {
      return Reply.subjectNotFound(subject);
    }
    return switch (sought) {
      case Parsed.Invalid invalid -> Reply.invalidSchema(invalid.detail());
      case Parsed.Valid(Schema schema) -> same(versions, schema).<Reply>map(found -> new Done(entry(found)))
          .orElseGet(Reply::schemaNotFound);
    };
  }

  /** Whether the schema may follow the one version given, or with none whatever the subject's level asks for. */
  Reply compatible(String subject, Optional<String> version, Parsed next, boolean verbose) {
    List<SchemaVersion> live = subjects.live(subject);
    return switch (next) {
      case Parsed.Invalid invalid -> Reply.invalidSchema(invalid.detail());
      case Parsed.Valid(Schema schema) when version.isEmpty() || (live.isEmpty() && isLatest(version.get())) ->
        compatible(subject, schema, live, verbose);
      case Parsed.Valid(Schema schema) -> find(subject, version.get(), Scope.LIVE,
          found -> compatible(subject, schema, List.of(found), verbose));
    };
  }

  Reply level(Optional<String> subject, boolean orStandard) {
    Optional<CompatibilityLevel> own = subjects.level(subject);
    boolean always = orStandard || subject.isEmpty();
    return own.or(() -> always ? Optional.of(levelOf(subject)) : Optional.empty())
        .<Reply>map(level -> new Done(new Level(level))).orElseGet(() -> Reply.noLevel(subject.orElseThrow()));
  }

  Reply mode(Optional<String> subject, boolean orStandard) {
    return subject.isEmpty() || orStandard ? new Done(Map.of("mode", "READWRITE")) : Reply.noMode(subject.get());
  }

  /** Why the schema may not follow those versions. Empty when it may. */
  List<String> problems(String subject, Schema next, List<SchemaVersion> earlier) {
    return levelOf(Optional.of(subject)).problems(next, earlier.stream().map(Lookups::parsed).toList());
  }

  /** The version that holds just this schema, the latest if several do. */
  static Optional<SchemaVersion> same(List<SchemaVersion> versions, Schema schema) {
    Predicate<SchemaVersion> isSame = each -> each.schema().equals(schema.toString());
    return versions.stream().filter(isSame).max(Comparator.comparingInt(SchemaVersion::version));
  }

  /** Goes on with the version that the request names, if there is one. */
  Reply find(String subject, String version, Scope scope, Function<SchemaVersion, Reply> then) {
    int number = isLatest(version) ? 0 : positive(version);
    if (number < 0) {
      return Reply.invalidVersion(version);
    }
    List<SchemaVersion> all = in(scope, subjects.all(subject)).toList();
    if (all.isEmpty()) {
      return Reply.subjectNotFound(subject);
    }
    if (isLatest(version)) {
      return then.apply(all.getLast());
    }
    return all.stream().filter(each -> each.version() == number).findFirst().map(then)
        .orElseGet(() -> Reply.versionNotFound(number));
  }

  private Reply withId(int id, Function<List<SchemaVersion>, Reply> then) {
    List<SchemaVersion> all = subjects.withId(id);
    return all.isEmpty() ? Reply.schemaNotFound(id) : then.apply(all);
  }

  private Reply compatible(String subject, Schema next, List<SchemaVersion> earlier, boolean verbose) {
    List<String> problems = problems(subject, next, earlier);
    return new Done(new Compatible(problems.isEmpty(), verbose ? problems : null));
  }

  private CompatibilityLevel levelOf(Optional<String> subject) {
    return subjects.level(subject).or(() -> subjects.level(Optional.empty())).orElse(STANDARD_LEVEL);
  }

  static boolean isLatest(String version) {
    return version.equals("latest") || version.equals("-1");
  }

  /** The number, or -1 if it is none above zero. */
  private static int positive(String number) {
    try {
      int value = Integer.parseInt(number);
      return value > 0 ? value : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static Stream<SchemaVersion> in(Scope scope, List<SchemaVersion> versions) {
    return versions.stream().filter(scope::holds);
  }

  private static Schema parsed(SchemaVersion version) {
    return switch (AvroText.parse(version.schema())) {
      case Parsed.Valid valid -> valid.schema();
      case Parsed.Invalid invalid -> throw new IllegalStateException("stored, yet no schema: id " + version.id());
    };
  }

  private static Entry entry(SchemaVersion version) {
    return new Entry(version.subject(), version.version(), version.id(), version.schema());
  }
}
