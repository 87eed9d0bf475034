package dev.otpstream.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * What {@code otp up} leaves in its data folder while it runs, so that the other commands find it. Holds no secret.
 *
 * @param pid        its process
 * @param url        where callers reach the API
 * @param ops        where operators reach health and metrics
 * @param kafka      the brokers
 * @param registry   the schema registry
 * @param simulators the simulators' control address; empty if all providers are real
 */
public record Running(long pid, URI url, URI ops, String kafka, String registry, Optional<URI> simulators) {
  private static final String FILE = "running.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  static Running of(Standalone standalone) {
    return new Running(ProcessHandle.current().pid(), standalone.url(), standalone.opsUrl(),
        standalone.bootstrapServers(), standalone.registryUrl(),
        standalone.simulators().map(simulators -> URI.create(simulators.controlUrl().toString())));
  }

  /** What runs on a data folder; empty if nothing does, whatever a killed process left there. */
  public static Optional<Running> in(Path dataDir) {
    try {
      JsonNode said = JSON.readTree(Files.readString(dataDir.resolve(FILE)));
      long pid = said.path("pid").asLong();
      if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) return Optional.empty();
      return Optional.of(new Running(pid, URI.create(said.path("url").asText()), URI.create(said.path("ops").asText()),
          said.path("kafka").asText(), said.path("registry").asText(),
          said.has("simulators") ? Optional.of(URI.create(said.path("simulators").asText())) : Optional.empty()));
    } catch (IOException | IllegalArgumentException _) {
      return Optional.empty(); // not there, or only half written
    }
  }

  void announce(Path dataDir) {
    try {
      Path fresh = Files.createTempFile(dataDir, FILE, ".new");
      Files.writeString(fresh, json().toString());
      Files.move(fresh, dataDir.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot say in " + dataDir + " that the platform runs", e);
    }
  }

  static void withdraw(Path dataDir) {
    try {
      Files.deleteIfExists(dataDir.resolve(FILE));
    } catch (IOException _) {
      // its process is gone, which says the same
    }
  }

  ObjectNode json() {
    ObjectNode json = JSON.createObjectNode().put("pid", pid).put("url", url.toString()).put("ops", ops.toString())
        .put("kafka", kafka).put("registry", registry);
    simulators.ifPresent(control -> json.put("simulators", control.toString()));
    return json;
  }
}
