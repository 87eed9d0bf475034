package dev.otpstream.standalone.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.otpstream.embedded.BrokerConfig;
import dev.otpstream.embedded.EmbeddedBroker;
import dev.otpstream.embedded.EmbeddedRegistry;
import dev.otpstream.embedded.FreePorts;
import dev.otpstream.embedded.RegistryConfig;
import dev.otpstream.schemas.TopicAdmin;
import dev.otpstream.schemas.sealing.KeyFile;
import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.SimulatorsConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** A broker that wants a password, a registry, simulated providers, and settings that are right for all of them. */
record SickSite(EmbeddedBroker broker, EmbeddedRegistry registry, Simulators simulators, Admin admin, Path folder,
    Map<String, String> settings) implements AutoCloseable {
  static final int PARTITIONS = 3;
  static final String PASSWORD = "right-password-of-the-test";

  static SickSite start(Path folder) {
    int plain = FreePorts.next();
    int controller = FreePorts.next();
    int sasl = FreePorts.next();
    Map<String, String> properties = Map.of("listeners",
        "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d,SASL://127.0.0.1:%d".formatted(plain, controller, sasl),
        "advertised.listeners", "PLAINTEXT://127.0.0.1:%d,SASL://127.0.0.1:%d".formatted(plain, sasl),
        "controller.quorum.voters", "1@127.0.0.1:" + controller, "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL:SASL_PLAINTEXT", "sasl.enabled.mechanisms", "PLAIN",
        "listener.name.sasl.plain.sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required user_otp=\"" + PASSWORD + "\";");
    var broker = EmbeddedBroker
        .start(BrokerConfig.in(folder.resolve("kafka")).withPort(plain).withProperties(properties));
    var registry = EmbeddedRegistry.start(RegistryConfig.on(broker.bootstrapServers()));
    var simulators = Simulators.start(SimulatorsConfig.defaults());
    var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    new TopicAdmin(admin).ensure(PARTITIONS, (short) 1);
    Path keys = folder.resolve("keys.json");
    KeyFile.loadOrCreate(keys);
    var settings = new HashMap<>(Map.of("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + sasl, "KAFKA_SECURITY_PROTOCOL",
        "SASL_PLAINTEXT", "KAFKA_SASL_MECHANISM", "PLAIN", "KAFKA_SASL_JAAS_CONFIG", jaas(PASSWORD),
        "SCHEMA_REGISTRY_URL", registry.url(), "OTP_SEALING_KEYS", keys.toString(), "OTP_PARTITIONS",
        Integer.toString(PARTITIONS), "OTP_REPLICATION_FACTOR", "1", "OTP_HTTP_PORT", "0", "OTP_STATE_DIR",
        folder.resolve("state").toString()));
    settings.putAll(Map.of("OTP_ADMIN_TOKEN", "token", "TELEGRAM_GATEWAY_URL",
        simulators.telegramGatewayUrl().toString(), "TELEGRAM_GATEWAY_TOKEN", simulators.telegramGatewayToken(),
        "TELEGRAM_BOT_API_URL", simulators.telegramBotUrl().toString(), "TELEGRAM_BOT_TOKEN",
        simulators.telegramBotToken(), "TELEGRAM_BOT_NAME", simulators.telegramBotName(), "MAX_API_URL",
        simulators.maxUrl().toString(), "MAX_BOT_TOKEN", simulators.maxToken(), "MAX_BOT_NAME",
        simulators.maxBotName()));
    settings.putAll(Map.of("SMPP_HOST", simulators.smppHost(), "SMPP_PORT", Integer.toString(simulators.smppPort()),
        "SMPP_SYSTEM_ID", simulators.smppSystemId(), "SMPP_PASSWORD", simulators.smppPassword(), "SMPP_SOURCE_ADDR",
        "otpstream", "SMS_PROVIDER", "smpp,kaleyra", "KALEYRA_URL", simulators.kaleyraUrl().toString(), "KALEYRA_SID",
        simulators.kaleyraSid(), "KALEYRA_API_KEY", simulators.kaleyraApiKey()));
    return new SickSite(broker, registry, simulators, admin, folder, Map.copyOf(settings));
  }

  static String jaas(String password) {
    return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"otp\" password=\"" + password
        + "\";";
  }

  /** What a report in JSON names as wrong, by its check. */
  static Map<String, String> wrong(String report) {
    try {
      var wrong = new LinkedHashMap<String, String>();
      new ObjectMapper().readTree(report).forEach(finding -> {
        if (finding.path("verdict").asText().equals("wrong"))
          wrong.put(finding.path("check").asText(), finding.path("sentence").asText());
      });
      return wrong;
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + report, e);
    }
  }

  @Override public void close() {
    admin.close();
    simulators.close();
    registry.close();
    broker.close();
  }
}
