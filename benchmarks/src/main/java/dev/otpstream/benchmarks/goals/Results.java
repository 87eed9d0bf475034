package dev.otpstream.benchmarks.goals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What trials printed, kept in a file, so that one may be run again without the others. */
final class Results {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final String MEASURED = "measured";

  private final Path file;
  private final ObjectNode all;

  private Results(Path file, ObjectNode all) {
    this.file = file;
    this.all = all;
  }

  /** Those of earlier runs, or none. */
  static Results in(Path file) {
    try {
      JsonNode kept = Files.exists(file) ? JSON.readTree(file.toFile()) : JSON.createObjectNode();
      if (!(kept instanceof ObjectNode object)) throw new IllegalStateException(file + " holds no results");
      return new Results(file, object);
    } catch (IOException e) {
      throw new UncheckedIOException("results cannot be read", e);
    }
  }

  /** What the trial came to before is forgotten. */
  void begin(String trial, String command) {
    ObjectNode one = all.putObject(trial);
    one.put("command", command);
    one.putArray("runs");
    one.putArray("failures");
  }

  /** One more run of a trial that has begun. */
  void add(String trial, ObjectNode run) {
    run.put(MEASURED, LocalDate.now(ZoneOffset.UTC).toString());
    all.withObject(trial).withArray("runs").add(run);
    keep();
  }

  /** One more run of a trial that has begun, which told nothing. */
  void addFailure(String trial, String why) {
    all.withObject(trial).withArray("failures").add(why);
    keep();
  }

  private void keep() {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Path whole = file.resolveSibling(file.getFileName() + ".new"); // hours of runs must survive an interruption
      Files.writeString(whole, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n");
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("results cannot be kept", e);
    }
  }

  void machine(ObjectNode machine) {
    all.set("machine", machine);
  }

  JsonNode machine() {
    return all.path("machine");
  }

  /** The days of all runs, in their order. */
  SortedSet<String> days() {
    var days = new TreeSet<String>();
    all.forEach(trial -> trial.path("runs").forEach(run -> {
      if (run.has(MEASURED)) days.add(run.path(MEASURED).asText());
    }));
    return days;
  }

  boolean has(String trial) {
    return all.has(trial);
  }

  String command(String trial) {
    return all.path(trial).path("command").asText();
  }

  List<JsonNode> runs(String trial) {
    return all.path(trial).path("runs").valueStream().toList();
  }

  List<String> failures(String trial) {
    return all.path(trial).path("failures").valueStream().map(JsonNode::asText).toList();
  }

  static ObjectMapper json() {
    return JSON;
  }
}
