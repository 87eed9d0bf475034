package dev.otpstream.kit;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings of a process: environment variables, read once. A missing or malformed one is remembered and answered
 * with a harmless value, so that {@link #failOnProblems} can name them all in one message. Where {@code NAME} is not set,
 * {@code NAME_FILE} may name a file that holds its value, so that secrets need not stand in an environment. Not
 * thread-safe: only Main reads it.
 */
public final class Env {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");
  private static final String FILE = "_FILE";
  private final Map<String, String> variables;
  private final boolean rehearsal;
  private final List<String> problems = new ArrayList<>();

  private Env(Map<String, String> variables, boolean rehearsal) {
    this.variables = variables;
    this.rehearsal = rehearsal;
  }

  public static Env system() {
    return of(System.getenv());
  }

  public static Env of(Map<String, String> variables) {
    return new Env(Map.copyOf(variables), false);
  }

  /** The same settings, with some set where they are not set yet. */
  public Env withDefaults(Map<String, String> defaults) {
    var all = new TreeMap<>(defaults);
    variables.forEach((name, value) -> {
      if (!value.isBlank()) all.put(name, value);
    });
    return of(all);
  }

  /** The same settings, for another reader; problems found so far stay behind. */
  public Env copy() {
    return new Env(variables, rehearsal);
  }

  /**
   * The same settings for a start that is to go no further than reading them: {@link #failOnProblems} always throws, with
   * what a real start would complain about.
   */
  public Env rehearsal() {
    return new Env(variables, true);
  }

  /** A variable that may be absent; blank counts as absent. */
  public Optional<String> find(String name) {
    Optional<String> set = given(name);
    return set.isPresent() ? set : given(name + FILE).flatMap(file -> contents(name + FILE, file));
  }

  private Optional<String> given(String name) {
    return Optional.ofNullable(variables.get(name)).map(String::strip).filter(value -> !value.isEmpty());
  }

  private Optional<String> contents(String name, String file) {
    try {
      return Optional.of(Files.readString(Path.of(file)).strip()).filter(value -> !value.isEmpty());
    } catch (IOException | InvalidPathException _) { // the text of either may quote what it read
      return problem(name + " names a file that cannot be read", Optional.empty());
    }
  }

  public String string(String name, String fallback) {
    return find(name).orElse(fallback);
  }

  public String required(String name) {
    return find(name).orElseGet(() -> problem(name + " is not set", ""));
  }

  /** A secret that must be set. Its value is in no message. */
  public Secret secret(String name) {
    return new Secret(required(name));
  }

  public int integer(String name, int fallback, int min, int max) {
    return parsed(name, fallback, "a whole number from " + min + " to " + max, value -> {
      int number = Integer.parseInt(value);
      if (number < min || number > max) throw new IllegalArgumentException();
      return number;
    });
  }

  public boolean flag(String name, boolean fallback) {
    return parsed(name, fallback, "true or false", value -> switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException();
    });
  }

  /** A time span such as 500ms, 30s, 5m, 72h or 30d. */
  public Duration duration(String name, Duration fallback) {
    return parsed(name, fallback, "a time span such as 500ms, 30s, 5m, 72h or 30d", Env::span);
  }

  /** Several time spans, separated by commas. */
  public List<Duration> durations(String name, List<Duration> fallback) {
    return parsed(name, fallback, "time spans such as 0s,30s,60s", value -> {
      var spans = new ArrayList<Duration>();
      for (String part : value.split(",", -1))
        spans.add(span(part.strip()));
      return List.copyOf(spans);
    });
  }

  public URI uri(String name, URI fallback) {
    return parsed(name, fallback, "an http or https URL", value -> {
      URI uri = URI.create(value.replaceFirst("/+$", ""));
      if (uri.getHost() == null || uri.getScheme() == null || !uri.getScheme().matches("https?"))
        throw new IllegalArgumentException();
      return uri;
    });
  }

  public Path path(String name, Path fallback) {
    return find(name).map(Path::of).orElse(fallback);
  }

  /** All variables that begin with a prefix, without it. */
  public Map<String, String> withPrefix(String prefix) {
    var found = new TreeMap<String, String>();
    variables.forEach((name, value) -> {
      if (!name.startsWith(prefix)) return;
      String plain = name.endsWith(FILE) ? name.substring(0, name.length() - FILE.length()) : name;
      String read = plain.equals(name) ? value : find(plain).orElse("");
      if (plain.length() > prefix.length()) found.put(plain.substring(prefix.length()), read);
    });
    return found;
  }

  /** Remembers a problem that a config record found by itself. */
  public void problem(String what) {
    problems.add(what);
  }

  /**
   * Ends the reading of settings.
   *
   * @throws BadSettings naming every missing or malformed variable, if there is one; in a rehearsal always
   */
  public void failOnProblems() {
    if (rehearsal || !problems.isEmpty()) throw new BadSettings(problems);
  }

  private static Duration span(String value) {
    Matcher matcher = DURATION.matcher(value);
    if (!matcher.matches()) throw new IllegalArgumentException();
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  private <T> T parsed(String name, T fallback, String form, Function<String, T> parse) {
    Optional<String> value = find(name);
    if (value.isEmpty()) return fallback;
    try {
      return parse.apply(value.get());
    } catch (IllegalArgumentException e) {
      return problem(name + " is not " + form, fallback);
    }
  }

  private <T> T problem(String what, T harmless) {
    problems.add(what);
    return harmless;
  }

  /** Settings with which a process cannot start. */
  public static final class BadSettings extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<String> problems;

    BadSettings(List<String> problems) {
      super(String.join("; ", problems));
      this.problems = List.copyOf(problems);
    }

    /** What is wrong, one short sentence each; empty only in a rehearsal. */
    public List<String> problems() {
      return problems;
    }
  }
}
