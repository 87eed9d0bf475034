package dev.otpstream.chaos.processes;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.otpstream.kit.KafkaSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionState;

/** What the transaction coordinator says of an engine's transactions. */
public final class Transactions implements AutoCloseable {
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

  /** The id that Kafka Streams gives a process by its state folder; it is part of the transactional id. */
  private static String processId(Seat seat) {
    Path file = seat.stateFolder().resolve("otp-engine").resolve("kafka-streams-process-metadata");
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
