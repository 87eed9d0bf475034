package dev.otpstream.standalone.redrive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.otpstream.kit.Env;
import dev.otpstream.kit.KafkaSettings;
import dev.otpstream.kit.redrive.Choice;
import dev.otpstream.kit.redrive.Fate;
import dev.otpstream.kit.redrive.Letter;
import dev.otpstream.kit.redrive.Redrive;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code otp redrive}: puts dead letters back where they came from, each record at most once. */
@Command(name = "redrive", mixinStandardHelpOptions = true, description = "Puts dead letters back into the topics they came from, each record at most once, however often it is run. "
    + "Secured clusters: KAFKA_<CLIENT_PROPERTY> as for the services.")
public final class RedriveCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(names = "--kafka", paramLabel = "HOST:PORT", defaultValue = "${env:KAFKA_BOOTSTRAP_SERVERS:-127.0.0.1:9092}", description = "Where the brokers are; default: $${DEFAULT-VALUE}.")
  private String kafka;

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

  @Option(names = "--json", description = "One JSON object a letter.")
  private boolean json;

  @Spec
  private CommandSpec spec;

  private final Map<Fate, Integer> counts = new EnumMap<>(Fate.class);

  @Override public Integer call() {
    Env env = Env.system();
    var redrive = new Redrive(new KafkaSettings(kafka,
        KafkaSettings.from(env.withDefaults(Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka))).extra()));
    var choice = new Choice(topic, reason, from, to, Set.of());
    if (dryRun) redrive.dryRun(choice, this::tell);
    else
      redrive.run(choice, this::tell);
    if (!json) out().println(summary());
    out().flush();
    return 0;
  }

  private void tell(Letter letter, Fate fate) {
    counts.merge(fate, 1, Integer::sum);
    if (json) out().println(object(letter, fate));
    else
      out().printf("%-50s %s (%s, by %s)%n", letter.origin(), fate.words(), letter.reason(), letter.service());
  }

  private String summary() {
    return counts.isEmpty()
        ? "no dead letters"
        : counts.entrySet().stream().map(entry -> entry.getValue() + " " + entry.getKey().words())
            .collect(Collectors.joining(", "));
  }

  private static String object(Letter letter, Fate fate) {
    var object = new LinkedHashMap<String, Object>();
    object.put("topic", letter.origin().topic());
    object.put("partition", letter.origin().partition());
    object.put("offset", letter.origin().offset());
    object.put("buriedAt", letter.buriedAt().toString());
    object.put("service", letter.service());
    object.put("reason", letter.reason());
    object.put("trace", letter.trace());
    object.put("fate", fate.name());
    try {
      return JSON.writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("text and numbers are always JSON", e);
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
