package dev.otpstream.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends transactions whose end was never written to their partitions. Where a coordinator ends one in the moment of a
 * broker's start in which partitions have no leader yet, Kafka 4.3.1 takes them for deleted, writes no marker and calls
 * the transaction complete. Readers of committed records then wait behind it for ever, and so does the restoring of state.
 * What Kafka's {@code kafka-transactions} tool does on demand is done here in the first minutes after each start. A
 * producer under the same name that commits before that commits the rest along with it (ADR 16, "Known hole").
 *
 * @see <a href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-664%3A+Provide+tooling+to+detect+and+abort+hanging+transactions">KIP-664</a>
 */
final class LostMarkers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LostMarkers.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration INTERVAL = Duration.ofSeconds(3);
  /** Longer than any transaction of ours may last: after that nothing of before the start can be ended wrongly. */
  private static final Duration WATCH = Duration.ofMinutes(3);
  private static final Set<TransactionState> ENDED = EnumSet.of(TransactionState.EMPTY,
      TransactionState.COMPLETE_COMMIT,
      TransactionState.COMPLETE_ABORT);

  private record Open(TopicPartition partition, long producerId, int producerEpoch, long start, int coordinatorEpoch) {}

  private final String bootstrapServers;
  private final CountDownLatch closing = new CountDownLatch(1);

  LostMarkers(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /** Looks again and again for the first minutes, in a thread of its own. */
  void watch() {
    Thread.ofVirtual().name("lost-markers").start(this::look);
  }

  private void look() {
    long deadlineNs = System.nanoTime() + WATCH.toNanos();
    try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers, "client.id", "lost-markers"))) {
      while (System.nanoTime() < deadlineNs && !closing.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          end(admin);
        } catch (ExecutionException | TimeoutException e) { // coordinators may still be loading
          LOG.atDebug().setCause(e).log("transactions not looked through");
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Ends those that are complete for their coordinator and open in a partition. One that was ended properly between the
   * first look and the question is gone at the second look: a coordinator calls complete what all partitions know.
   */
  private static void end(Admin admin) throws ExecutionException, InterruptedException, TimeoutException {
    Set<Open> before = open(admin);
    if (before.isEmpty()) return;
    Map<Long, TransactionState> states = new HashMap<>();
    Collection<TransactionListing> listed = admin.listTransactions().all().get(TIMEOUT.toMillis(),
        TimeUnit.MILLISECONDS);
    listed.forEach(transaction -> states.put(transaction.producerId(), transaction.state()));
    Set<Open> lost = open(admin);
    lost.retainAll(before);
    lost.removeIf(open -> !ENDED.contains(states.getOrDefault(open.producerId(), TransactionState.UNKNOWN)));
    for (Open open : lost) {
      admin.abortTransaction(new AbortTransactionSpec(open.partition(), open.producerId(), (short) open.producerEpoch(),
          open.coordinatorEpoch())).all().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      LOG.atWarn().addKeyValue("partition", open.partition().toString()).addKeyValue("producerId", open.producerId())
          .addKeyValue("offset", open.start()).log("ended a transaction whose end was lost");
    }
  }

  private static Set<Open> open(Admin admin) throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, PartitionProducerState> producers = admin.describeProducers(partitions(admin)).all()
        .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    var open = new HashSet<Open>();
    producers.forEach((partition, state) -> {
      for (ProducerState producer : state.activeProducers())
        producer.currentTransactionStartOffset().ifPresent(start -> open.add(new Open(partition, producer.producerId(),
            producer.producerEpoch(), start, producer.coordinatorEpoch().orElse(0))));
    });
    return open;
  }

  private static List<TopicPartition> partitions(Admin admin)
      throws ExecutionException, InterruptedException, TimeoutException {
    Set<String> topics = admin.listTopics(new ListTopicsOptions().listInternal(true)).names()
        .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    var partitions = new ArrayList<TopicPartition>();
    admin.describeTopics(topics).allTopicNames().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .forEach((topic, described) -> described.partitions()
            .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition()))));
    return partitions;
  }

  @Override public void close() {
    closing.countDown();
  }
}
