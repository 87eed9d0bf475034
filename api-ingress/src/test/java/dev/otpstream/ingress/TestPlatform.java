package dev.otpstream.ingress;

import dev.otpstream.embedded.testing.TestKafka;
import dev.otpstream.kit.Env;
import dev.otpstream.kit.Platform;
import dev.otpstream.schemas.sealing.KeyFile;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A real broker, a registry in memory, keys in a folder, and the settings that name them. */
public final class TestPlatform implements AutoCloseable {
  public static final int PARTITIONS = 3;
  public static final String ADMIN_TOKEN = "admin-token";
  private final TestKafka kafka = TestKafka.start();
  private final Map<Ingress, MeterRegistry> meters = new HashMap<>();
  private final Map<String, String> variables;

  public TestPlatform(Path folder) {
    Path keys = folder.resolve("keys.json");
    KeyFile.loadOrCreate(keys);
    variables = Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(), "SCHEMA_REGISTRY_URL", "mock://ingress",
        "OTP_SEALING_KEYS", keys.toString(), "OTP_PARTITIONS", Integer.toString(PARTITIONS), "OTP_REPLICATION_FACTOR",
        "1", "OTP_HTTP_PORT", "0", "OTP_BIND_ADDRESS", "127.0.0.1", "OTP_ADMIN_TOKEN", ADMIN_TOKEN);
  }

  public Env env(Map<String, String> more) {
    var all = new HashMap<>(variables);
    all.putAll(more);
    return Env.of(all);
  }

  public Platform platform() {
    return Platform.from(env(Map.of()));
  }

  public Ingress start(Map<String, String> more) {
    Env env = env(more);
    Platform platform = Platform.from(env);
    Ingress ingress = Ingress.start(env, platform);
    meters.put(ingress, platform.meters());
    return ingress;
  }

  public MeterRegistry metersOf(Ingress ingress) {
    return meters.get(ingress);
  }

  @Override public void close() {
    kafka.close();
  }
}
