package dev.otpstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/asyncapi.yaml} is written from the catalogue and the schemas; run with {@code -Dotp.docs.write} to renew it. */
class AsyncApiDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "asyncapi.yaml");
  private static final long TIMEOUT_S = 120; // the first time npm downloads a few megabytes

  @TempDir
  private Path folder;

  @Test void theDocumentSaysWhatTheCatalogueSays() throws Exception {
    String document = AsyncApiDocument.yaml();
    if (System.getProperty("otp.docs.write") != null) Files.writeString(DOCUMENT, document);
    assertThat(Files.readString(DOCUMENT)).as("renew with: mvn -pl schemas test -Dotp.docs.write").isEqualTo(document);
  }

  @Test void publicTopicsComeFirstAndNoneIsMissing() throws Exception {
    JsonNode channels = parsed().path("channels");
    List<String> addresses = channels.valueStream().map(channel -> channel.path("address").asText()).toList();
    assertThat(addresses).startsWith(Topics.PUBLIC.stream().map(Topic::name).toArray(String[]::new))
        .containsAll(Topics.ALL.stream().map(Topic::name).toList()).contains(DeadLetters.TOPIC).doesNotHaveDuplicates();
    channels.forEach(channel -> assertThat(channel.at("/tags/0/name").asText())
        .isEqualTo(Topics.PUBLIC.stream().anyMatch(topic -> topic.name().equals(channel.path("address").asText()))
            ? "public"
            : "internal"));
  }

  @Test void everyPayloadIsTheSchemaThatTheRegistryGets() throws Exception {
    JsonNode messages = parsed().at("/components/messages");
    for (Topic<?> topic : Topics.ALL)
      assertThat(new Schema.Parser()
          .parse(messages.path(topic.valueType().getSimpleName()).at("/payload/schema").toString()))
          .isEqualTo(SpecificData.get().getSchema(topic.valueType()));
  }

  @Test void itIsAnAsyncApiDocumentByTheStandardsOwnSchema() throws Exception {
    assertThat(isInstalled("node") && isInstalled("npm"))
        .as("install Node.js 18 or newer with npm: the standard's schema comes from npm").isTrue();
    for (String name : List.of("package.json", "package-lock.json", "validate.js"))
      Files.copy(Path.of("src/test/node", name), folder.resolve(name));
    Files.writeString(folder.resolve("asyncapi.json"), parsed().toString());
    run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline");
    assertThat(run("node", "validate.js", "asyncapi.json").strip()).endsWith("valid");
  }

  private static JsonNode parsed() throws IOException {
    return new YAMLMapper().readTree(AsyncApiDocument.yaml());
  }

  private String run(String... command) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
        .redirectOutput(output.toFile()).start();
    try {
      assertThat(process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)).as("%s ends", command[0]).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(output);
    assertThat(process.exitValue()).as("%s: %s", command[0], said).isZero();
    return said;
  }

  private static boolean isInstalled(String program) {
    return List.of(System.getenv("PATH").split(File.pathSeparator, -1)).stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
