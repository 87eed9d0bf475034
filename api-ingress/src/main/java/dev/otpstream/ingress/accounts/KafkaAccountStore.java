package dev.otpstream.ingress.accounts;

import dev.otpstream.kit.CompactedTable;
import dev.otpstream.kit.Platform;
import dev.otpstream.schemas.Account;
import dev.otpstream.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

/** Accounts on {@code otp.accounts}. */
final class KafkaAccountStore implements AccountStore, AutoCloseable {
  private static final Duration SAVE_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
  private final CompactedTable<Account> table;
  private final KafkaProducer<String, Account> producer;

  KafkaAccountStore(Platform platform, BiConsumer<String, Account> listener) {
    var settings = platform.kafka().producer("api-ingress-accounts");
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) SAVE_TIMEOUT.toMillis());
    producer = new KafkaProducer<>(settings, new StringSerializer(), platform.serdes().serializer(Topics.ACCOUNTS));
    table = new CompactedTable<>(platform, Topics.ACCOUNTS, "api-ingress", listener);
  }

  boolean awaitCaughtUp(Duration timeout) throws InterruptedException {
    return table.awaitCaughtUp(timeout);
  }

  @Override public Optional<Account> find(String id) {
    return Optional.ofNullable(table.get(id));
  }

  @Override public List<Account> all() {
    return List.copyOf(table.all().values());
  }

  @Override public void save(Account account) throws StoreAway {
    try {
      var saved = producer.send(new ProducerRecord<>(Topics.ACCOUNTS.name(), 0, account.getId(), account))
          .get(SAVE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      if (!table.awaitOffset(saved.offset(), SAVE_TIMEOUT))
        throw new StoreAway(new TimeoutException("not read back in " + SAVE_TIMEOUT));
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw new StoreAway(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreAway(e);
    }
  }

  @Override public void close() {
    producer.close(CLOSE_TIMEOUT);
    table.close();
  }
}
