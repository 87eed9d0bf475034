package dev.otpstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.kit.KafkaSettings;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.WebhookEndpoint;
import dev.otpstream.schemas.WebhookEndpointState;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.KeyFile;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.schemas.serde.RecordSerdes;
import dev.otpstream.schemas.serde.RegistrySettings;
import dev.otpstream.schemas.serde.SchemaRegistry;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The console in a real Chromium: {@code src/test/node/console/walk.js} plays the demo by clicks and says what it saw; its
 * pictures are left in {@code target/console}.
 */
class ConsoleTest {
  private static final Path WALK = Path.of("src", "test", "node", "console");
  private static final Path INSTALLED = Path.of("target", "console-walk").toAbsolutePath();
  private static final Path PICTURES = Path.of("target", "console").toAbsolutePath();
  private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir
  Path folder;

  @Test void aPersonPlaysTheDemoInABrowser() throws Exception {
    Optional<Path> chromium = BROWSERS.stream().map(ConsoleTest::program).flatMap(Optional::stream).findFirst();
    assertThat(chromium).as("install Chromium: apt-get install chromium").isPresent();
    assertThat(program("npm")).as("install Node.js 18 or newer with npm").isPresent();
    install();

    Path data = folder.resolve("data");
    try (var up = StandaloneProcess.up(data, folder.resolve("up.log"))) {
      writeWhatNobodyCanRead(up);
      writeThatAHookIsOff(up, KeyFile.load(data.resolve("sealing-keys.json")));
      run(INSTALLED, Map.of("CHROMIUM", chromium.orElseThrow().toString(), "CONSOLE_URL", up.url() + "/console",
          "SIMULATORS_URL", up.simulators().toString(), "ADMIN_TOKEN", StandaloneProcess.ADMIN_TOKEN, "PICTURES",
          PICTURES.toString(), "TRAFFIC_SECONDS", Optional.ofNullable(System.getenv("TRAFFIC_SECONDS")).orElse("15")),
          "node", "walk.js");
    }
    assertThat(PICTURES).isDirectoryContaining("glob:**/light.png").isDirectoryContaining("glob:**/dark.png")
        .isDirectoryContaining("glob:**/narrow.png");
  }

  private void install() throws Exception {
    Files.createDirectories(INSTALLED);
    Files.createDirectories(PICTURES);
    Files.deleteIfExists(PICTURES.resolve("failure.png"));
    for (String file : List.of("package.json", "package-lock.json", "walk.js", "traffic.js"))
      Files.write(INSTALLED.resolve(file), Files.readAllBytes(WALK.resolve(file)));
    run(INSTALLED, Map.of(), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline");
  }

  private static void writeWhatNobodyCanRead(StandaloneProcess up) throws Exception {
    var settings = KafkaSettings.of(up.bootstrapServers()).producer("test");
    try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(Topics.COMMANDS.name(), "nobody", "no command")).get(30, TimeUnit.SECONDS);
    }
  }

  private static void writeThatAHookIsOff(StandaloneProcess up, Keys keys) throws Exception {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    var url = ByteBuffer.wrap(keys.seal("https://hooks.example.org/otp", Contexts.hook("acme")));
    var endpoint = new WebhookEndpoint("endpoint-1", 0, "acme", "", "native", url, WebhookEndpointState.OFF,
        now.minus(Duration.ofDays(3)), now, 503, "server error", now);
    var settings = KafkaSettings.of(up.bootstrapServers()).producer("test");
    var serdes = new RecordSerdes(SchemaRegistry.from(RegistrySettings.of(up.registryUrl(), "").asMap()));
    try (var producer = new KafkaProducer<>(settings, new StringSerializer(),
        serdes.serializer(Topics.WEBHOOK_ENDPOINTS))) {
      producer.send(new ProducerRecord<>(Topics.WEBHOOK_ENDPOINTS.name(), "endpoint-1/0", endpoint)).get(30,
          TimeUnit.SECONDS);
    }
  }

  private void run(Path where, Map<String, String> environment, String... command) throws Exception {
    Path log = folder.resolve(command[0] + ".log");
    var builder = new ProcessBuilder(command).directory(where.toFile()).redirectErrorStream(true)
        .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(ended).as(() -> "ends in time: " + text(log)).isTrue();
      assertThat(process.exitValue()).as(() -> text(log)).isZero();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly); // a browser that outlived its walk
      process.destroyForcibly();
    }
  }

  private static String text(Path log) {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static Optional<Path> program(String name) {
    return List.of(System.getenv("PATH").split(File.pathSeparator, -1)).stream()
        .map(directory -> Path.of(directory, name)).filter(Files::isExecutable).findFirst();
  }
}
