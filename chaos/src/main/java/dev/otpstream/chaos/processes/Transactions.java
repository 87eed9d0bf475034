package dev.otpstream.chaos.processes;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.otpstream.kit.KafkaSettings;
import dev.otpstream.schemas.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionState;

/** What Kafka's coordinators say of an engine: its transactions, its partitions. */
public final class Transactions implements AutoCloseable {
  private static final String APPLICATION = "otp-engine";
  private static final int LIMIT_MS = 3_000;
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Admin admin;

  public Transactions(String bootstrapServers) {
    admin = Admin.create(KafkaSettings.of(bootstrapServers).admin("chaos-transactions"));
  }

  /**
   * Whether a stream process is inside a transaction: records are written, neither committed nor aborted. Exact while the
   * process is frozen.
   */
  public boolean isOpen(Seat seat) {
    String id = processId(seat);
    if (id.isEmpty()) return false;
    try {
      var options = new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING)).timeoutMs(LIMIT_MS);
      return admin.listTransactions(options).all().get(LIMIT_MS, TimeUnit.MILLISECONDS).stream()
          .anyMatch(transaction -> transaction.transactionalId().contains(id));
    } catch (ExecutionException | TimeoutException _) {
      return false; // the broker is away: unknown counts as no
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** How many of the engine's partitions a stream process decides for; 0 if nobody can say. */
  public int partitionsOf(Seat seat) {
    try {
      return admin.describeConsumerGroups(List.of(APPLICATION), new DescribeConsumerGroupsOptions().timeoutMs(LIMIT_MS))
          .all().get(LIMIT_MS, TimeUnit.MILLISECONDS).get(APPLICATION).members().stream()
          .filter(member -> member.groupInstanceId().orElse("").startsWith(seat.name() + "-"))
          .flatMap(member -> member.assignment().topicPartitions().stream())
          .mapToInt(partition -> partition.topic().equals(Topics.COMMANDS.name()) ? 1 : 0).sum();
    } catch (ExecutionException | TimeoutException _) {
      return 0;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  /** The id that Kafka Streams gives a process by its state folder; it is part of the transactional id. */
  private static String processId(Seat seat) {
    Path file = seat.stateFolder().resolve(APPLICATION).resolve("kafka-streams-process-metadata");
    try {
      return JSON.readTree(file.toFile()).path("processId").asText();
    } catch (IOException _) {
      return "";
    }
  }

  @Override public void close() {
    admin.close(Duration.ofSeconds(5));
  }
}
