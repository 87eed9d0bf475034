package dev.otpstream.standalone.doctor;

import dev.otpstream.kit.KafkaSettings;
import dev.otpstream.standalone.cli.Brokers;
import dev.otpstream.standalone.doctor.Finding.Well;
import dev.otpstream.standalone.doctor.Finding.Wrong;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;

/** Whether brokers answer, and answer us. */
record BrokerCheck(KafkaSettings kafka) {
  private static final Duration TIMEOUT = Duration.ofSeconds(8);

  /** Client settings with which nothing takes longer than a person waits. */
  static Map<String, Object> impatient(Map<String, Object> settings) {
    var impatient = new HashMap<>(settings);
    impatient.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Long.toString(TIMEOUT.toMillis()));
    impatient.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, Long.toString(TIMEOUT.toMillis()));
    return impatient;
  }

  Finding look() {
    String brokers = kafka.bootstrapServers();
    List<String> servers = Brokers.of(brokers);
    List<String> silent = Brokers.silent(servers).entrySet().stream()
        .map(server -> server.getKey() + " (" + server.getValue() + ")").toList();
    if (silent.size() == servers.size())
      return new Wrong("no broker answers at " + String.join(", ", silent)
          + ": start Kafka, or correct KAFKA_BOOTSTRAP_SERVERS");
    Finding asked = ask(brokers);
    return asked instanceof Well && !silent.isEmpty()
        ? new Wrong("the broker " + String.join(", ", silent) + " does not answer, the others do: start it, or take it "
            + "out of KAFKA_BOOTSTRAP_SERVERS")
        : asked;
  }

  private Finding ask(String brokers) {
    try (Admin admin = Admin.create(impatient(kafka.admin("otp-doctor")))) {
      int nodes = admin.describeCluster().nodes().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).size();
      return new Well(nodes + (nodes == 1 ? " broker answers" : " brokers answer"));
    } catch (ExecutionException | KafkaException e) {
      return refusal(brokers, e);
    } catch (TimeoutException _) {
      return mute(brokers);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Wrong("interrupted: try again");
    }
  }

  private static Finding refusal(String brokers, Throwable problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause())
      switch (cause) {
        case SslAuthenticationException _ -> {
          return new Wrong("the broker at " + brokers + " and we do not trust each other's certificates: correct "
              + "KAFKA_SSL_TRUSTSTORE_LOCATION and KAFKA_SSL_KEYSTORE_LOCATION");
        }
        case UnsupportedSaslMechanismException _ -> {
          return new Wrong("the broker at " + brokers + " wants another way to log in: correct KAFKA_SASL_MECHANISM");
        }
        case AuthenticationException _ -> {
          return new Wrong("the broker at " + brokers
              + " refuses our user or password: correct KAFKA_SASL_JAAS_CONFIG");
        }
        case org.apache.kafka.common.errors.TimeoutException _ -> {
          return mute(brokers);
        }
        default -> {
          // the reason is deeper
        }
      }
    Throwable deepest = problem;
    while (deepest.getCause() != null)
      deepest = deepest.getCause();
    return new Wrong("Kafka cannot be asked (" + deepest.getMessage() + "): correct the KAFKA_ settings");
  }

  private static Finding mute(String brokers) {
    return new Wrong("something listens at " + brokers + " but does not speak Kafka with us: correct "
        + "KAFKA_SECURITY_PROTOCOL, or look at the broker's log");
  }
}
