package dev.otpstream.standalone.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.otpstream.embedded.FreePorts;
import dev.otpstream.kit.Env;
import dev.otpstream.schemas.TopicAdmin;
import dev.otpstream.schemas.TopicDifference;
import dev.otpstream.standalone.cli.Ran;
import dev.otpstream.standalone.cli.Site;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A whole site, one fault at a time: exactly the faulty thing is named, with what to do. */
class DoctorTest {
  private static SickSite site;

  @BeforeAll static void start(@TempDir Path folder) {
    site = SickSite.start(folder);
  }

  @AfterAll static void stop() {
    site.close();
  }

  @Test void aHealthySiteHasNothingWrong() {
    Ran ran = Ran.otp(site.settings(), "doctor", "--json");
    assertThat(ran.json()).as(ran.out()).isNotEmpty()
        .allSatisfy(finding -> assertThat(finding.path("verdict").asText()).as(finding.toString()).isEqualTo("ok"));
    assertThat(ran.json().findValuesAsText("check")).containsExactly("broker", "settings", "keys", "ports", "disk",
        "registry", "topics", "clock", "broker-disk", "telegram-gateway", "telegram-bot", "max", "kaleyra", "smpp");
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out() + ran.err()).doesNotContain(SickSite.PASSWORD, site.settings().get("MAX_BOT_TOKEN"),
        site.settings().get("TELEGRAM_BOT_TOKEN"));
  }

  @Test void brokerDown() throws Exception {
    String nobody = "127.0.0.1:" + FreePorts.next();
    assertThat(wrong(with("KAFKA_BOOTSTRAP_SERVERS", nobody)))
        .containsExactly(Map.entry("broker", "no broker answers at "
            + nobody + " (connection refused): start Kafka, or correct KAFKA_BOOTSTRAP_SERVERS"));
  }

  @Test void wrongPassword() {
    assertThat(wrong(with("KAFKA_SASL_JAAS_CONFIG", SickSite.jaas("not the password")))).containsExactly(
        Map.entry("broker", "the broker at " + site.settings().get("KAFKA_BOOTSTRAP_SERVERS")
            + " refuses our user or password: correct KAFKA_SASL_JAAS_CONFIG"));
  }

  @Test void registryDown() throws Exception {
    String nobody = "http://127.0.0.1:" + FreePorts.next();
    assertThat(wrong(with("SCHEMA_REGISTRY_URL", nobody))).containsExactly(
        Map.entry("registry", "the schema registry does not answer at " + nobody
            + " (connection refused): start it, or correct SCHEMA_REGISTRY_URL"));
  }

  @Test void missingTopic() throws Exception {
    delete("otp.webhooks");
    try {
      assertThat(wrong(site.settings())).containsExactly(
          Map.entry("topics", "topic otp.webhooks is missing: make what is missing with otp topics create"));
    } finally {
      restore();
    }
  }

  @Test void wrongPartitionCount() throws Exception {
    delete("otp.webhooks.calls");
    NewTopic narrow = new NewTopic("otp.webhooks.calls", 1, (short) 1)
        .configs(Map.of("retention.ms", "3600000", "segment.ms", "900000"));
    site.admin().createTopics(List.of(narrow)).all().get(30, TimeUnit.SECONDS);
    try {
      await().until(() -> differences().stream().noneMatch(TopicDifference::isMissing));
      assertThat(wrong(site.settings()).get("topics")).isEqualTo(
          "topic otp.webhooks.calls has 1 partitions instead of 3: add partitions with Kafka's own tools if there are too "
              + "few and the topic is not one of the engine's; else set OTP_PARTITIONS to what is there, since it can "
              + "never change");
    } finally {
      delete("otp.webhooks.calls");
      restore();
    }
  }

  @Test void wrongProviderTokens() {
    Map<String, String> settings = with("MAX_BOT_TOKEN", "wrong");
    settings.put("TELEGRAM_GATEWAY_TOKEN", "wrong");
    settings.put("TELEGRAM_BOT_TOKEN", "1:wrong");
    settings.put("SMPP_PASSWORD", "wrong");
    settings.put("KALEYRA_API_KEY", "wrong");
    assertThat(wrong(settings)).containsOnly(Map.entry("max", "MAX refuses the token: correct MAX_BOT_TOKEN"),
        Map.entry("kaleyra", "Kaleyra refuses the token: correct KALEYRA_API_KEY or KALEYRA_SID"),
        Map.entry("telegram-gateway", "Telegram's gateway refuses the token: correct TELEGRAM_GATEWAY_TOKEN"),
        Map.entry("telegram-bot", "Telegram's Bot API refuses the token: correct TELEGRAM_BOT_TOKEN"),
        Map.entry("smpp", "the SMS centre at 127.0.0.1:" + settings.get("SMPP_PORT")
            + " refuses the bind: correct SMPP_SYSTEM_ID and SMPP_PASSWORD, or ask its operator whether a link is free"));
  }

  @Test void aSecondSmsCentreIsLookedAt() throws Exception {
    int nobody = FreePorts.next();
    Map<String, String> settings = with("SMS_PROVIDER", "smpp,kaleyra,smpp-backup");
    settings.putAll(Map.of("SMPP_BACKUP_HOST", "127.0.0.1", "SMPP_BACKUP_PORT", Integer.toString(nobody),
        "SMPP_BACKUP_SYSTEM_ID", "x", "SMPP_BACKUP_PASSWORD", "x", "SMPP_BACKUP_SOURCE_ADDR", "x"));
    assertThat(wrong(settings)).containsOnly(Map.entry("smpp-backup", "the SMS centre does not answer at 127.0.0.1:"
        + nobody + ": look at the network, or correct SMPP_BACKUP_HOST and SMPP_BACKUP_PORT"));
  }

  @Test void portTaken() throws Exception {
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(other.getLocalPort());
      assertThat(wrong(with("OTP_HTTP_PORT", port))).containsExactly(Map.entry("ports", "port " + port
          + " is taken by another program: stop that, or set OTP_HTTP_PORT to a free port"));
    }
  }

  /** No disk is filled: the same real disks are held against a limit that none of them has free. */
  @Test void diskFull() {
    Map<String, String> wrong = wrong(site.settings(), "--disk-min", "1000000000000");
    assertThat(wrong).containsOnlyKeys("disk", "broker-disk");
    assertThat(wrong.get("disk"))
        .matches("the disk of /.* has [\\d,]+ MB left, less than 1,000,000,000,000 MB: make room,"
            + " or set OTP_DATA_DIR or OTP_STATE_DIR to a larger disk, before state is lost");
    assertThat(wrong.get("broker-disk"))
        .matches("broker 1 has [\\d,]+ MB of disk left, less than 1,000,000,000,000 MB: "
            + "add disk or brokers before they stop");
  }

  @Test void clockSkew() throws Exception {
    InstantSource fast = () -> Instant.now().plusSeconds(90);
    var out = new StringWriter();
    int exitCode = new CommandLine(new DoctorCommand(Site.of(Env.of(site.settings())), fast))
        .setOut(new PrintWriter(out, true)).execute("--json");
    assertThat(exitCode).isEqualTo(3);
    assertThat(SickSite.wrong(out.toString())).containsOnlyKeys("clock");
    assertThat(SickSite.wrong(out.toString()).get("clock"))
        .matches("this machine's clock is (89|90)\\.\\d seconds ahead of"
            + " the broker's: have both follow the same time server \\(NTP\\)");
  }

  @Test void sealingKeyMissing() {
    String gone = site.folder().resolve("gone.json").toString();
    assertThat(wrong(with("OTP_SEALING_KEYS", gone))).containsExactly(Map.entry("keys", "the sealing keys " + gone
        + " are missing: bring the file back from its backup or from another service's machine; without it nothing sealed"
        + " can be read"));
  }

  @Test void settingsThatNoServiceStartsWith() {
    Map<String, String> settings = with("OTP_ADMIN_TOKEN", "");
    settings.put("OTP_ENGINE_THREADS", "many");
    assertThat(wrong(settings)).containsExactly(Map.entry("settings", "OTP_ADMIN_TOKEN is not set (api-ingress); "
        + "OTP_ENGINE_THREADS is not a whole number from 1 to 64 (otp-engine): correct the environment, see "
        + "docs/operations.md, Settings"));
  }

  @Test void aRegistryThatIsNoneIsNamed() {
    Map<String, String> settings = with("SCHEMA_REGISTRY_URL", site.settings().get("MAX_API_URL"));
    assertThat(wrong(settings).get("registry")).contains("correct SCHEMA_REGISTRY_URL");
  }

  @Test void aClockBehindIsWrongAndASlowBrokerIsNot() {
    Instant now = Clock.systemUTC().instant();
    Duration most = Duration.ofSeconds(1);
    assertThat(ClockCheck.judge(now, now.plusSeconds(5), now, most)).isInstanceOf(Finding.Wrong.class);
    assertThat(ClockCheck.judge(now, now.plusSeconds(5), now.plusSeconds(9), most)).isInstanceOf(Finding.Well.class);
  }

  @Test void whatHangsIsAFinding() {
    var never = new CompletableFuture<Finding>();
    var doctor = new Doctor(Check.of("broker", () -> new Finding.Well("answers")),
        List.of(Check.of("slow", never::join)), Duration.ofMillis(50));
    assertThat(doctor.examine(_ -> {}).get("slow")).isInstanceOf(Finding.Wrong.class);
    never.complete(new Finding.Well("at last"));
  }

  private static Map<String, String> wrong(Map<String, String> settings, String... options) {
    var arguments = new ArrayList<>(List.of("doctor", "--json"));
    arguments.addAll(List.of(options));
    Ran ran = Ran.otp(settings, arguments.toArray(String[]::new));
    assertThat(ran.exitCode()).as(ran.out() + ran.err()).isEqualTo(3);
    return SickSite.wrong(ran.out());
  }

  private static Map<String, String> with(String setting, String value) {
    var settings = new HashMap<>(site.settings());
    settings.put(setting, value);
    return settings;
  }

  private static void delete(String topic) throws Exception {
    site.admin().deleteTopics(List.of(topic)).all().get(30, TimeUnit.SECONDS);
    await().until(() -> differences().contains(new TopicDifference(topic, TopicDifference.TOPIC, "there", "missing")));
  }

  private static void restore() {
    new TopicAdmin(site.admin()).ensure(SickSite.PARTITIONS, (short) 1);
    await().until(() -> differences().isEmpty());
  }

  private static List<TopicDifference> differences() {
    return new TopicAdmin(site.admin()).compare(OptionalInt.of(SickSite.PARTITIONS), (short) 1);
  }
}
