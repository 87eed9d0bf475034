package dev.otpstream.benchmarks.platform;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A running platform and where its parts are reached. */
public interface Platform extends AutoCloseable {
  /** The API that callers use. */
  URI url();

  String adminToken();

  /** The control API of the simulated providers: a load never meets real ones. */
  URI simulators();

  /** Health and metrics. */
  Optional<URI> ops();

  /** The brokers, as {@code bootstrap.servers}. */
  Optional<String> kafka();

  /** Its processes; none if it runs on other machines. */
  ProcessTree processes();

  /** The processes of the simulated providers, if they are others than the platform's; none if unknown. */
  default ProcessTree simulatorProcesses() {
    return new ProcessTree(List.of());
  }

  /** The same processes by what they do, such as {@code engine}; empty if one process does everything. */
  default Map<String, ProcessTree> parts() {
    return Map.of();
  }

  /** Used heap in bytes, by its own metrics; empty if it does not tell: a saturated platform may have no time to. */
  default OptionalDouble heapBytes() {
    try {
      return ops().isEmpty() ? OptionalDouble.empty() : HeapMetric.usedBytes(new JsonApi(ops().get()).text("/metrics"));
    } catch (IllegalStateException e) {
      return OptionalDouble.empty();
    }
  }

  @Override void close();
}
