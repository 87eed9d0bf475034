package dev.otpstream.standalone.cli;

import dev.otpstream.kit.KafkaSettings;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import picocli.CommandLine.Option;

/** Which Kafka a command talks to. */
public final class KafkaAddress {
  private static final String TIMEOUT_MS = "15000";

  @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "Where the brokers are; else KAFKA_BOOTSTRAP_SERVERS, else the "
      + "broker that otp up started on OTP_DATA_DIR. Secured clusters: KAFKA_<CLIENT_PROPERTY> as for the services.")
  private Optional<String> kafka = Optional.empty();

  public Optional<String> named() {
    return kafka;
  }

  public KafkaSettings settings(Site site) {
    return site.kafka(kafka);
  }

  /** Works with an admin client; whatever Kafka refuses is a {@link Failure} with a sentence for people. */
  <T> T admin(Site site, Function<Admin, T> work) {
    KafkaSettings settings = settings(site);
    List<String> brokers = Brokers.of(settings.bootstrapServers());
    if (Brokers.silent(brokers).size() == brokers.size()) throw new Failure(nobody(settings.bootstrapServers()));
    var client = settings.admin("otp");
    client.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
    client.putIfAbsent(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
    try (Admin admin = Admin.create(client)) {
      return work.apply(admin);
    } catch (KafkaException | IllegalStateException e) {
      throw new Failure(sentence(settings.bootstrapServers(), e), e);
    }
  }

  private static String sentence(String brokers, Throwable problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof AuthenticationException)
        return "Kafka at " + brokers + " refuses our credentials: correct KAFKA_SASL_JAAS_CONFIG";
      if (cause instanceof AuthorizationException)
        return "Kafka at " + brokers + " does not let us do it: " + cause.getMessage();
      if (cause instanceof TimeoutException || cause instanceof java.util.concurrent.TimeoutException)
        return nobody(brokers);
    }
    Throwable last = problem;
    while (last.getCause() != null)
      last = last.getCause();
    return problem.getMessage() + (last == problem ? "" : ": " + last.getMessage());
  }

  private static String nobody(String brokers) {
    return "no broker answers at " + brokers + ": start Kafka, or name it with --kafka or KAFKA_BOOTSTRAP_SERVERS";
  }
}
