package dev.otpstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code otp up}, killed and started again on the same folder; and what that folder gives away. */
class StandaloneTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String OWN_CODE = "91827364";
  private static final String OWN_TEXT = "canary-text-4711-zulu";

  @TempDir
  Path folder;

  @Test void aKillLosesNothingAndGivesNothingBackAndNothingIsReadable() throws Exception {
    Path data = folder.resolve("data");
    Path firstLog = folder.resolve("first.log");
    Path secondLog = folder.resolve("second.log");
    String metrics;
    var secrets = new LinkedHashMap<String, String>();
    String verifiedLater = Phones.number(9001);
    String lockedLater = Phones.number(9002);
    String ownCode = Phones.number(9003);
    String ownText = Phones.number(9004);
    Caller caller;
    Map<String, String> codes = new LinkedHashMap<>();

    try (var up = StandaloneProcess.up(data, firstLog)) {
      caller = Caller.withNewAccount(up.url(), StandaloneProcess.ADMIN_TOKEN);
      for (String phone : List.of(verifiedLater, lockedLater)) {
        assertThat(caller.send(Map.of("phone", phone, "code_length", 8, "max_attempts", 2)).sent()).isTrue();
        codes.put(phone, awaitCode(up, phone));
      }
      assertThat(caller.verify(lockedLater, Phones.wrong(codes.get(lockedLater))).verified()).isFalse();
      caller.alphasms(Map.of("type", "telegram", "id", 1, "phone", ownCode, "message", OWN_CODE),
          Map.of("type", "sms", "id", 2, "phone", ownText, "sms_signature", "Shop", "sms_message", OWN_TEXT));
      awaitMessages(up, ownCode);
      awaitMessages(up, ownText);
      up.kill();
    }

    try (var up = StandaloneProcess.up(data, secondLog)) {
      Caller again = caller.at(up.url());
      assertThat(again.verify(verifiedLater, codes.get(verifiedLater)).verified()).as("a code outlives a kill")
          .isTrue();
      assertThat(again.verify(lockedLater, Phones.wrong(codes.get(lockedLater))).verified()).isFalse();
      assertThat(again.verify(lockedLater, codes.get(lockedLater)).verified()).as("used attempts stay used").isFalse();
      metrics = get(up.metrics());
    }

    codes.forEach((phone, code) -> secrets.put("code of " + phone.substring(9), code));
    for (String phone : List.of(verifiedLater, lockedLater, ownCode, ownText))
      secrets.put("number ending in " + phone.substring(9), phone.substring(1));
    secrets.put("the caller's own code", OWN_CODE);
    secrets.put("the caller's own text", OWN_TEXT);
    String output = Files.readString(firstLog) + Files.readString(secondLog);
    assertThat(metrics).contains("otp_");
    assertThat(output).contains("streams state");
    secrets.forEach((what, secret) -> {
      assertThat(metrics).as("%s in the metrics", what).doesNotContain(secret);
      assertThat(output).as("%s in the log", what).doesNotContain(secret);
    });
    assertThat(filesWith(data, "otp-engine")).as("the scan sees what is there").isNotEmpty();
    for (Map.Entry<String, String> secret : secrets.entrySet())
      assertThat(filesWith(data, secret.getValue())).as("%s in clear", secret.getKey()).isEmpty();
  }

  private static List<Path> filesWith(Path folder, String text) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).filter(file -> {
        try {
          return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
      }).toList();
    }
  }

  private static String awaitCode(StandaloneProcess up, String phone) {
    return awaitMessages(up, phone).path("code").asText();
  }

  private static JsonNode awaitMessages(StandaloneProcess up, String phone) {
    return await("a message on " + phone).atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50))
        .until(() -> last(JSON.readTree(get(up.phone(phone)))), message -> !message.isMissingNode());
  }

  private static JsonNode last(JsonNode answer) {
    JsonNode messages = answer.isArray() ? answer : answer.path("messages");
    return messages.path(messages.size() - 1);
  }

  private static String get(URI url) throws IOException, InterruptedException {
    return HTTP.send(HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(5)).GET().build(), BodyHandlers.ofString())
        .body();
  }
}
