package dev.otpstream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.engine.core.Limits;
import dev.otpstream.schemas.serde.RecordSerdes;
import dev.otpstream.schemas.serde.RegistrySettings;
import dev.otpstream.schemas.serde.SchemaRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The topology as it is deployed. Before you accept a change of {@code topology.txt}:
 * <ul>
 * <li>A store that is renamed, or gone, strands its changelog: live codes, attempts used and budgets would be forgotten.
 * Add a store beside the old one, or migrate.</li>
 * <li>Another number of sub-topologies, or stores in another one, renumbers the tasks: state folders no longer fit, and
 * message ids, which name partitions, no longer find their store.</li>
 * <li>A new source must have as many partitions as the engine's other topics, and its key must route as theirs.</li>
 * <li>A new sink must be in the catalogue of topics, and everything on it must be sealed or public.</li>
 * </ul>
 */
class TopologyDescriptionTest {
  @Test void theTopologyIsTheOneThatWasReviewed() throws IOException {
    var serdes = new RecordSerdes(SchemaRegistry.from(Map.of(RegistrySettings.URL, "mock://description")));

    String described = EngineTopology.of(Limits.DEFAULT, null, serdes, new EngineMetrics(new SimpleMeterRegistry()),
        InstantSource.system(), Map::of).describe().toString();

    assertThat(described).isEqualToNormalizingNewlines(reviewed());
  }

  private static String reviewed() throws IOException {
    try (var file = TopologyDescriptionTest.class.getResourceAsStream("topology.txt")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
