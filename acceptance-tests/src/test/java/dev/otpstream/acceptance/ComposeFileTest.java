package dev.otpstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The compose file as Docker Compose reads it, and what we promise of it. */
class ComposeFileTest {
  private static final List<String> OURS = List.of("api-ingress", "otp-engine", "channel-telegram", "channel-max",
      "channel-sms", "status-webhooks");
  private final ComposeFile file = ComposeFile.read();

  @Test void dockerComposeTakesIt() throws Exception {
    String read = composed("--profile", "simulators", "--profile", "observe", "--profile", "tools", "config",
        "--services");
    assertThat(read.lines()).containsExactlyInAnyOrderElementsOf(file.services());
  }

  @Test void everyServiceHasLimitsAHealthCheckAndAPinnedImage() {
    for (String service : file.services()) {
      assertThat(file.of(service, "mem_limit")).as(service).isNotNull();
      assertThat(file.of(service, "cpus")).as(service).isNotNull();
      assertThat(file.of(service, "healthcheck")).as(service).isNotNull();
      assertThat(file.of(service, "image").toString()).as(service).matches(".+:.*[0-9].*").doesNotEndWith("latest");
    }
    for (String service : OURS)
      assertThat(file.healthCheck(service)).as(service).containsExactly("/opt/otpstream/ready");
  }

  @Test void nothingStandsInTheWayOfScaling() {
    for (String service : OURS) {
      assertThat(file.of(service, "container_name")).as(service).isNull();
      assertThat(file.environment(service)).as(service).doesNotContainKeys("OTP_INSTANCE_ID", "OTP_REPLY_PARTITION");
      Object ports = file.of(service, "ports");
      if (ports != null)
        assertThat(ComposeFile.words(ports)).as(service).allMatch(port -> port.matches("\\d+-\\d+:\\d+"));
    }
  }

  @Test void noSecretIsInIt() throws Exception {
    assertThat(Files.readString(ComposeFile.PATH)).doesNotContainPattern("(TOKEN|PASSWORD|API_KEY): ");
    for (String service : OURS)
      file.environment(service).forEach((name, value) -> {
        if (name.endsWith("_FILE") || name.equals("OTP_SEALING_KEYS"))
          assertThat(ComposeFile.words(file.of(service, "secrets"))).as(service + " " + name)
              .contains(value.substring(value.lastIndexOf('/') + 1));
      });
  }

  @Test void threeBrokersKeepThreeCopies() {
    for (String broker : List.of("kafka-1", "kafka-2", "kafka-3")) {
      Map<String, String> settings = file.environment(broker);
      assertThat(settings.get("KAFKA_CONTROLLER_QUORUM_VOTERS"))
          .contains(settings.get("KAFKA_NODE_ID") + "@" + broker + ":");
      assertThat(settings.get("KAFKA_ADVERTISED_LISTENERS")).isEqualTo("PLAINTEXT://" + broker + ":9092");
      assertThat(settings).containsEntry("KAFKA_DEFAULT_REPLICATION_FACTOR", "3")
          .containsEntry("KAFKA_MIN_INSYNC_REPLICAS", "2")
          .containsEntry("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "3");
    }
  }

  private static String composed(String... arguments) throws InterruptedException {
    var command = new ArrayList<>(List.of("docker-compose", "-f", ComposeFile.PATH.toString()));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(false).start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(err).isZero();
      return out;
    } catch (IOException _) {
      return fail("docker-compose is needed to check docker-compose.yml: apt-get install docker-compose");
    }
  }
}
