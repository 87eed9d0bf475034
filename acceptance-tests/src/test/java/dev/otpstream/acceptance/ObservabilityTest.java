package dev.otpstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.otpstream.acceptance.OtlpReceiver.Step;
import dev.otpstream.acceptance.Scrape.Family;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What operators see of the running platform: metrics, dashboards, traces, logs, health. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ObservabilityTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final ObjectMapper JSON = new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String CALLERS_SPAN = "b7ad6b7169203331";
  private static final String HOOK = "observed";
  private static final Path DOCS = Path.of("..", "docs");
  private static final Path OPS = Path.of("..", "ops");
  private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\|(.*)\\|");
  /** What Prometheus adds to each sample. */
  private static final Set<String> PROMETHEUS_TAGS = Set.of("instance", "job", "le");

  private final List<String> secrets = new ArrayList<>();
  private final Set<String> reasonsBeforeReady = new LinkedHashSet<>();
  private StandaloneProcess up;
  private OtlpReceiver spans;
  private Hooks hooks;
  private Path log;
  private Scrape scrape;

  @BeforeAll void playOneFlow(@TempDir Path folder) {
    log = folder.resolve("otpstream.log");
    spans = new OtlpReceiver();
    var settings = Map.of("OTP_LOG_LEVEL", "DEBUG", "OTEL_EXPORTER_OTLP_ENDPOINT", spans.url(),
        "OTEL_BSP_SCHEDULE_DELAY",
        "200", "OTP_HTTP_PORT", "0", "OTP_KAFKA_PORT", "0", "OTP_REGISTRY_PORT", "0");
    up = StandaloneProcess.up(folder.resolve("data"), log, settings, this::lookBeforeReady);
    Caller caller = Caller.withNewAccount(up.url(), StandaloneProcess.ADMIN_TOKEN);
    hooks = new Hooks(caller.webhookSecret());
    secrets.addAll(List.of(caller.apiKey(), caller.webhookSecret(), StandaloneProcess.ADMIN_TOKEN));
    String phone = Phones.number(9101);
    assertThat(caller.send(Map.of("phone", phone, "hook", hooks.url(HOOK), "code_length", 8),
        Map.of("traceparent", "00-" + TRACE_ID + "-" + CALLERS_SPAN + "-01")).sent()).isTrue();
    String code = up.awaitCode(phone);
    assertThat(caller.verify(phone, code).verified()).isTrue();
    secrets.addAll(List.of(phone.substring(1), code));
    String bySms = Phones.number(9102);
    caller.alphasms(Map.of("type", "sms", "id", 1, "phone", bySms, "sms_signature", "Shop", "sms_message", "71829304"));
    secrets.addAll(List.of(bySms.substring(1), "71829304"));
    await().atMost(PATIENCE).until(() -> hooks.calls(HOOK).stream()
        .anyMatch(call -> call.body().path("type").asText().equals("otp.verified")));
    await().atMost(PATIENCE).until(() -> look("otp_smpp_receipts_total"));
  }

  @AfterAll void stop() {
    if (up != null) up.close();
    if (hooks != null) hooks.close();
    if (spans != null) spans.close();
  }

  @Test void aliveComesBeforeReadyAndSaysWhyNot() throws Exception {
    assertThat(reasonsBeforeReady).contains("otp-engine: starting", "api-ingress: starting");
    JsonNode ready = JSON.readTree(up.get("/readyz"));
    assertThat(ready.path("ready").asBoolean()).isTrue();
    assertThat(ready.path("reasons")).isEmpty();
    assertThat(ready.path("services").properties()).extracting(Map.Entry::getKey).containsExactlyInAnyOrder(
        "api-ingress", "otp-engine", "channel-telegram", "channel-max", "channel-sms", "status-webhooks");
  }

  @Test void ourMetricsAreThoseOfTheDocument() throws Exception {
    Map<String, Family> shown = scrape.families("otp_");
    Map<String, Family> always = documented("## Ours");
    var all = new TreeMap<>(always);
    all.putAll(documented("## Ours, sometimes"));
    assertThat(all).as("what is shown is documented").containsAllEntriesOf(shown);
    assertThat(shown).as("what is documented is shown").containsAllEntriesOf(always);
  }

  @Test void aScrapeStaysSmall() {
    assertThat(up.get("/metrics").lines().filter(line -> line.startsWith("kafka_")).count()).isLessThan(400);
  }

  @Test void dashboardsAndAlertsNameOnlyWhatExists() throws Exception {
    var expressions = new TreeMap<String, String>();
    for (JsonNode rule : new YAMLMapper().readTree(OPS.resolve("prometheus/alerts.yml").toFile()).findValues("rules")
        .getFirst())
      expressions.put("alert " + rule.path("alert").asText(), rule.path("expr").asText());
    for (JsonNode panel : JSON.readTree(OPS.resolve("grafana/otpstream.json").toFile()).path("panels"))
      for (JsonNode target : panel.path("targets"))
        expressions.put("panel " + panel.path("title").asText() + " " + target.path("expr").asText(),
            target.path("expr").asText());
    assertThat(expressions).hasSizeGreaterThan(50);
    expressions.forEach((where, text) -> {
      Expression expression = Expression.of(text);
      assertThat(expression.metrics()).as("%s", where).isNotEmpty();
      var tags = new TreeSet<>(PROMETHEUS_TAGS);
      for (String metric : expression.metrics()) {
        if (metric.equals("up")) continue; // Prometheus' own
        assertThat(scrape.tagsOf(metric)).as("%s: metric %s", where, metric).isPresent();
        tags.addAll(scrape.tagsOf(metric).orElseThrow());
      }
      assertThat(tags).as("%s: tags", where).containsAll(expression.tags());
    });
  }

  @Test void oneTraceGoesFromTheCallToTheHookWithEveryHop() {
    List<String> hops = List.of("api-ingress: zapnoty send", "otp-engine: otp.commands", "api-ingress: otp.replies",
        "channel-telegram: otp.dispatch.telegram", "channel-telegram: telegram-gateway",
        "otp-engine: otp.delivery-results", "otp-engine: Report", "status-webhooks: otp.webhooks",
        "status-webhooks: hook", "status-webhooks: otp.webhooks.results");
    await().atMost(PATIENCE)
        .untilAsserted(() -> assertThat(spans.of(TRACE_ID)).extracting(Step::label).containsAll(hops));
    List<Step> trace = spans.of(TRACE_ID);
    Set<String> ids = Stream.concat(Stream.of(CALLERS_SPAN), trace.stream().map(Step::id)).collect(Collectors.toSet());
    assertThat(trace).allSatisfy(step -> assertThat(ids).as("parent of %s", step.label()).contains(step.parentId()));
    assertThat(trace).filteredOn(step -> step.parentId().equals(CALLERS_SPAN)).extracting(Step::label)
        .containsExactly("api-ingress: zapnoty send");
  }

  @Test void aHookCarriesThePlaceInTheTraceThatCalledIt() {
    List<Hooks.Call> called = hooks.calls(HOOK).stream()
        .filter(call -> !call.body().path("type").asText().equals("otp.verified")).toList();
    assertThat(called).isNotEmpty().allMatch(call -> call.traceparent().startsWith("00-" + TRACE_ID + "-"));
    List<String> told = called.stream().map(Hooks.Call::traceparent).toList();
    await().atMost(PATIENCE).untilAsserted(
        () -> assertThat(spans.of(TRACE_ID)).filteredOn(step -> step.label().equals("status-webhooks: hook"))
            .extracting(Step::id).containsAll(told.stream().map(parent -> parent.split("-", -1)[2]).toList()));
  }

  @Test void eachLogLineIsOneEventWithKnownKeysAndNothingSecret() throws Exception {
    List<String> lines = Files.readAllLines(log).stream().filter(line -> line.startsWith("{")).toList();
    assertThat(lines).hasSizeGreaterThan(20);
    Set<String> known = rows(DOCS.resolve("operations.md"), "## Logs").keySet();
    for (String line : lines) {
      JsonNode event = JSON.readTree(line);
      List<String> keys = event.properties().stream().map(Map.Entry::getKey).toList();
      assertThat(keys).as("%s", line).contains("at", "event", "logger", "level", "thread").isSubsetOf(known);
    }
    for (String secret : secrets)
      assertThat(lines).noneMatch(line -> line.contains(secret));
  }

  private void lookBeforeReady(URI ops) {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).ignoreExceptions().until(() -> {
      JsonNode said = JSON.readTree(StandaloneProcess.get(ops.resolve("/readyz")));
      said.path("reasons").forEach(reason -> reasonsBeforeReady.add(reason.asText()));
      return StandaloneProcess.get(ops.resolve("/healthz")).equals("ok") && !reasonsBeforeReady.isEmpty();
    });
  }

  private boolean look(String metric) {
    scrape = new Scrape(up.get("/metrics"));
    return scrape.tagsOf(metric).isPresent();
  }

  private static Map<String, Family> documented(String heading) throws IOException {
    var documented = new TreeMap<String, Family>();
    rows(DOCS.resolve("metrics.md"), heading).forEach((name, cells) -> {
      Set<String> tags = Arrays.stream(cells.get(1).split(",", -1)).map(String::strip).filter(tag -> !tag.isEmpty())
          .collect(Collectors.toCollection(TreeSet::new));
      documented.put(name, new Family(cells.getFirst(), tags));
    });
    return documented;
  }

  /** The rows of the table under a heading, by their first cell. */
  private static Map<String, List<String>> rows(Path document, String heading) throws IOException {
    var rows = new HashMap<String, List<String>>();
    String section = Files.readString(document).split(heading + "\n", 2)[1].split("\n## ", 2)[0];
    section.lines().map(ROW::matcher).filter(matcher -> matcher.matches()).forEach(row -> rows.put(row.group(1),
        Arrays.stream(row.group(2).split("\\|", -1)).map(String::strip).toList()));
    return rows;
  }
}
