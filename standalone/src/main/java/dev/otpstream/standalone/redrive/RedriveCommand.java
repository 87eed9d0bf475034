package dev.otpstream.standalone.redrive;

import dev.otpstream.kit.redrive.Choice;
import dev.otpstream.kit.redrive.Fate;
import dev.otpstream.kit.redrive.Letter;
import dev.otpstream.kit.redrive.Redrive;
import dev.otpstream.standalone.cli.ExitCodes;
import dev.otpstream.standalone.cli.KafkaAddress;
import dev.otpstream.standalone.cli.Output;
import dev.otpstream.standalone.cli.Site;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code otp redrive}: puts dead letters back where they came from, each record at most once. */
@Command(mixinStandardHelpOptions = true, name = "redrive", description = {
  "Puts dead letters back into the topics they came from.",
  "Each record at most once, however often it is run."})
public final class RedriveCommand implements Callable<Integer> {
  private final Site site;

  @Mixin
  private KafkaAddress kafka;

  @Mixin
  private Output output;

  @Option(names = "--topic", description = "Only records of this topic, such as otp.commands.")
  private Optional<String> topic = Optional.empty();

  @Option(names = "--reason", description = "Only letters with this text in their reason.")
  private Optional<String> reason = Optional.empty();

  @Option(names = "--from", paramLabel = "TIME", description = "Only letters buried at or after it, such as 2026-01-31T12:00:00Z.")
  private Optional<Instant> from = Optional.empty();

  @Option(names = "--to", paramLabel = "TIME", description = "Only letters buried before it.")
  private Optional<Instant> to = Optional.empty();

  @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
  private boolean dryRun;

  private final Map<Fate, Integer> counts = new EnumMap<>(Fate.class);

  public RedriveCommand(Site site) {
    this.site = site;
  }

  @Override public Integer call() {
    var redrive = new Redrive(kafka.settings(site));
    var choice = new Choice(topic, reason, from, to, Set.of());
    if (dryRun) redrive.dryRun(choice, this::tell);
    else
      redrive.run(choice, this::tell);
    if (!output.json()) output.line(summary());
    return ExitCodes.DONE;
  }

  private void tell(Letter letter, Fate fate) {
    counts.merge(fate, 1, Integer::sum);
    if (output.json()) output.document(object(letter, fate));
    else
      output.line("%-50s %s (%s, by %s)".formatted(letter.origin(), fate.words(), letter.reason(), letter.service()));
  }

  private String summary() {
    return counts.isEmpty()
        ? "no dead letters"
        : counts.entrySet().stream().map(entry -> entry.getValue() + " " + entry.getKey().words())
            .collect(Collectors.joining(", "));
  }

  private static Map<String, Object> object(Letter letter, Fate fate) {
    var object = new LinkedHashMap<String, Object>();
    object.put("topic", letter.origin().topic());
    object.put("partition", letter.origin().partition());
    object.put("offset", letter.origin().offset());
    object.put("buriedAt", letter.buriedAt().toString());
    object.put("service", letter.service());
    object.put("reason", letter.reason());
    object.put("trace", letter.trace());
    object.put("fate", fate.name());
    return object;
  }
}
