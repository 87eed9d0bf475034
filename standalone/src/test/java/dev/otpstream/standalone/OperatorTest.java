package dev.otpstream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otpstream.kit.Env;
import dev.otpstream.standalone.cli.Ran;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators do with a running platform, which the commands find by its data folder alone. */
class OperatorTest {
  private static final String PHONE = "+380971234599";
  private static Map<String, String> settings;
  private static Standalone standalone;

  @BeforeAll static void start(@TempDir Path data) {
    settings = Map.of("OTP_DATA_DIR", data.toString());
    var ports = new HashMap<>(settings);
    ports.putAll(Map.of("OTP_HTTP_PORT", "0", "OTP_KAFKA_PORT", "0", "OTP_REGISTRY_PORT", "0", "OTP_PARTITIONS", "2"));
    standalone = Standalone.start(Env.of(ports));
    Running.of(standalone).announce(data);
  }

  @AfterAll static void stop() {
    standalone.close();
  }

  @Test void anAccountIsMadeShownRotatedDisabledAndListed() {
    String id = ok("account", "create", "--name", "Shop", "--route", "telegram,sms", "--set", "calls_per_minute=600",
        "--json").json().path("id").asText();
    JsonNode shown = ok("account", "show", id, "--json").json();
    assertThat(shown.path("settings").path("calls_per_minute").asText()).isEqualTo("600");
    assertThat(ok("account", "update", id, "--brand", "Shoes").out()).contains("brand.name").contains("Shoes");
    assertThat(ok("account", "rotate", id, "zapnoty", "--json").json().path("zapnoty").path("api_key").asText())
        .isNotBlank();
    assertThat(ok("account", "erase", id, "0f3d2c1b-5a4e-8f6d-9c7b-1a2b3c4d5e6f").out())
        .contains("unknown, or erased before");
    assertThat(ok("account", "disable", id).out()).containsPattern("enabled +false");
    assertThat(ok("account", "list").out()).containsPattern(id + " +Shop +false +telegram,sms");
    assertThat(ok("account", "enable", id, "--json").json().path("enabled").asBoolean()).isTrue();
  }

  @Test void aMessageIsFoundByEitherId() {
    JsonNode account = ok("account", "create", "--name", "Caller", "--json").json();
    var api = new Api(standalone.url(), new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    String message = api.zapnoty(account, "/v1/otp/send", Map.of("phone", PHONE)).path("message_id").asText();
    api.post("/api/json.php", Map.of("auth", account.path("alphasms").path("auth").asText(), "data",
        List.of(
            Map.of("type", "sms", "id", "4711", "phone", PHONE, "sms_signature", "Shop", "sms_message", "Code 99"))));
    assertThat(ok("message", message).out()).contains("message " + message).contains("accepted")
        .contains("dispatched").doesNotContain(PHONE);
    String[] byCaller = {"message", "--account", account.path("id").asText(), "--front", "alphasms", "--caller-id",
      "4711", "--json"};
    await().until(() -> Ran.otp(settings, byCaller).exitCode() == 0);
    assertThat(ok(byCaller).json().path("caller_id").asText()).isEqualTo("4711");
  }

  @Test void templatesArePutListedShownAndDeleted(@TempDir Path folder) throws Exception {
    JsonNode account = ok("account", "create", "--name", "Templates", "--json").json();
    var caller = new HashMap<>(settings);
    caller.put("ENGAGELAB_DEV_KEY", account.path("engagelab").path("dev_key").asText());
    caller.put("ENGAGELAB_DEV_SECRET", account.path("engagelab").path("dev_secret").asText());
    Path file = Files.writeString(folder.resolve("template.json"), """
        {"template_id":"login","description":"Login","send_channel_strategy":"sms","brand_name":"Shop",
         "verify_code_config":{"verify_code_type":1,"verify_code_len":6,"verify_code_ttl":5},
         "sms_config":{"template_type":1,"template_content":"{{code}} is your code"}}""");
    assertThat(Ran.otp(caller, "template", "put", file.toString())).extracting(Ran::exitCode, Ran::err)
        .containsExactly(0, "");
    await().until(() -> Ran.otp(caller, "template", "list").out().contains("login"));
    assertThat(Ran.otp(caller, "template", "show", "login", "--json").json().path("brand_name").asText())
        .isEqualTo("Shop");
    assertThat(Ran.otp(caller, "template", "delete", "login").exitCode()).isZero();
  }

  @Test void topicsAreCheckedDescribedAndMade() {
    assertThat(ok("topics", "check").out()).contains("all topics are as the catalogue says");
    assertThat(ok("topics", "describe").out()).containsPattern("otp\\.commands +2 +1 +yes +\\d+ +\\d+");
    assertThat(ok("topics", "create", "--json").json().path("made")).isEmpty();
    var more = new HashMap<>(settings);
    more.put("OTP_PARTITIONS", "3");
    Ran differs = Ran.otp(more, "topics", "check");
    assertThat(differs.exitCode()).isEqualTo(3);
    assertThat(differs.out()).contains("topic otp.commands has 2 partitions instead of 3");
  }

  @Test void keysRotateInTwoSteps(@TempDir Path folder) {
    String file = folder.resolve("keys.json").toString();
    assertThat(ok("keys", "create", "--file", file, "--json").json().path("keys")).hasSize(3);
    assertThat(ok("keys", "add", "--file", file).out()).contains("reads only");
    assertThat(Ran.otp(settings, "keys", "add", "--file", file).err()).contains("finish with otp keys use first");
    assertThat(ok("keys", "use", "--file", file, "--json").json().path("keys").findValuesAsText("inUse"))
        .containsExactly("false", "true", "false", "true", "true");
  }

  @Test void theDoctorFindsARunningPlatformWell() {
    Ran ran = ok("doctor");
    assertThat(ran.out()).contains("in use by the platform that runs").contains("serves operators")
        .doesNotContain("WRONG");
  }

  @Test void everyRefusalIsOneSentence() {
    var stranger = new HashMap<>(settings);
    stranger.put("OTP_ADMIN_TOKEN", "not the token");
    assertThat(Ran.otp(stranger, "account", "list")).extracting(Ran::exitCode, Ran::err).containsExactly(1,
        "otp: the platform refuses the admin token: set OTP_ADMIN_TOKEN to the one it was started with\n");
    assertThat(Ran.otp(settings, "account", "show", "acc_none")).extracting(Ran::exitCode, Ran::err)
        .containsExactly(1, "otp: there is no account acc_none\n");
    assertThat(Ran.otp(settings, "message", "99999999").err()).startsWith("otp: there is no such message");
    assertThat(Ran.otp(settings, "message")).extracting(Ran::exitCode, Ran::err).containsExactly(2,
        "otp: give either our id, or --account, --front and --caller-id together\ntry otp message --help\n");
    assertThat(Ran.otp(settings, "account", "list", "--url", "http://127.0.0.1:1").err())
        .startsWith("otp: nothing answers at http://127.0.0.1:1: start the platform");
    assertThat(Ran.otp(settings, "topics", "check", "--kafka", "127.0.0.1:1", "--json").out()).isEmpty();
  }

  private static Ran ok(String... arguments) {
    Ran ran = Ran.otp(settings, arguments);
    assertThat(ran.exitCode()).as(new ArrayList<>(List.of(arguments)) + ": " + ran.out() + ran.err()).isZero();
    return ran;
  }
}
