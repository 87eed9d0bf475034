package dev.otpstream.standalone.doctor;

import dev.otpstream.kit.KafkaSettings;
import dev.otpstream.standalone.Part;
import dev.otpstream.standalone.cli.ApiAddress;
import dev.otpstream.standalone.cli.ExitCodes;
import dev.otpstream.standalone.cli.KafkaAddress;
import dev.otpstream.standalone.cli.Output;
import dev.otpstream.standalone.cli.Site;
import dev.otpstream.standalone.cli.TopicsCommand;
import dev.otpstream.standalone.doctor.Finding.Skipped;
import dev.otpstream.standalone.doctor.Finding.Well;
import dev.otpstream.standalone.doctor.Finding.Wrong;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code otp doctor}: what is wrong, and what to do. */
@Command(mixinStandardHelpOptions = true, name = "doctor", description = {"Says what is wrong, and what to do.",
  "Looks at settings, keys, ports, disk, broker, registry, topics, clock, providers and the running platform. Changes "
      + "nothing. Ends with 3 if something is wrong."})
public final class DoctorCommand implements Callable<Integer> {
  private static final long MEGABYTE = 1_000_000;
  private final Site site;
  private final InstantSource clock;

  @Mixin
  private ApiAddress api;

  @Mixin
  private KafkaAddress address;

  @Mixin
  private Output output;

  @Option(names = "--service", split = ",", description = "The services that these settings are for; else all but the channels "
      + "whose provider is not in the settings.")
  private List<String> services = List.of();

  @Option(names = "--disk-min", paramLabel = "MB", defaultValue = "1000", description = "Free disk below this is wrong; default: ${DEFAULT-VALUE} MB.")
  private long diskMinMb;

  @Option(names = "--clock-max", paramLabel = "MS", defaultValue = "1000", description = "Clocks further apart than this are wrong; default: ${DEFAULT-VALUE} ms.")
  private long clockMaxMs;

  @Spec
  private CommandSpec spec;

  /** @param clock this machine's */
  public DoctorCommand(Site site, InstantSource clock) {
    this.site = site;
    this.clock = clock;
  }

  @Override public Integer call() {
    Check broker = brokerCheck();
    List<Check> checks = checks();
    Map<String, Finding> findings;
    try (var progress = output.progress(checks.size() + 1)) {
      findings = new Doctor(broker, checks, Doctor.PATIENCE).examine(progress::step);
    }
    if (output.json()) output.document(findings.entrySet().stream().map(DoctorCommand::object).toList());
    else
      findings.forEach((name, finding) -> output.line("%-6s %-17s %s".formatted(mark(finding), name, finding.words())));
    return findings.values().stream().anyMatch(Wrong.class::isInstance) ? ExitCodes.FOUND : ExitCodes.DONE;
  }

  /** Whether there is a Kafka to look at: one that is named, or that of a running {@code otp up}. */
  private boolean hasKafka() {
    return !site.embedded() || address.named().isPresent() || site.running().isPresent();
  }

  private Check brokerCheck() {
    return hasKafka()
        ? Check.of("broker", () -> new BrokerCheck(address.settings(site)).look())
        : Check.of("broker", () -> new Skipped("embedded, and otp up does not run on " + site.dataDir()));
  }

  private List<Check> checks() {
    KafkaSettings kafka = address.settings(site);
    long diskMin = diskMinMb * MEGABYTE;
    var checks = new ArrayList<Check>();
    checks.add(Check.of("settings", () -> new SettingsCheck(site, parts()).look()));
    checks.add(Check.of("keys", () -> new KeysCheck(site).look()));
    checks.add(Check.of("ports", () -> new PortsCheck(site).look()));
    checks.add(Check.of("disk", () -> DiskCheck.ofFolder(folder(), diskMin)));
    if (hasKafka()) {
      checks.add(Check.of("registry", () -> new RegistryCheck(site.registryUrl(),
          site.env().find("SCHEMA_REGISTRY_BASIC_AUTH")).look()));
      checks.add(Check.onKafka("topics", () -> new TopicsCheck(kafka, TopicsCommand.wantedPartitions(site),
          site.replicationFactor()).look()));
      checks.add(Check.onKafka("clock",
          () -> new ClockCheck(kafka, clock, Duration.ofMillis(clockMaxMs)).look()));
      checks.add(Check.onKafka("broker-disk", () -> DiskCheck.ofBrokers(kafka, diskMin)));
    }
    checks.addAll(ProviderChecks.of(site.env()));
    Optional<URI> platform = api.named().or(() -> site.running().map(running -> running.url()));
    platform.ifPresent(url -> checks.add(Check.of("api", () -> new ApiCheck(url, site.adminToken()).look())));
    return checks;
  }

  private Path folder() {
    return site.embedded() ? site.dataDir() : site.env().path("OTP_STATE_DIR", Path.of("data", "state"));
  }

  private List<Part> parts() {
    if (services.isEmpty()) return Part.ALL.stream().filter(part -> part.isMeantBy(site.env())).toList();
    return services.stream().map(name -> Part.of(name)
        .orElseThrow(() -> new ParameterException(spec.commandLine(), "there is no service " + name))).toList();
  }

  private String mark(Finding finding) {
    return switch (finding) {
      case Well _ -> output.good("ok");
      case Wrong _ -> output.bad("WRONG");
      case Skipped _ -> output.faint("-");
    };
  }

  private static Map<String, String> object(Map.Entry<String, Finding> finding) {
    String verdict = switch (finding.getValue()) {
      case Well _ -> "ok";
      case Wrong _ -> "wrong";
      case Skipped _ -> "skipped";
    };
    var object = new LinkedHashMap<String, String>();
    object.put("check", finding.getKey());
    object.put("verdict", verdict);
    object.put("sentence", finding.getValue().words());
    return object;
  }
}
