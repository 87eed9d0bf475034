package dev.otpstream.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.requests.TransactionResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends transactions whose end was never written to their partitions. Where a coordinator ends one in the moment of a
 * broker's start in which partitions have no leader yet, Kafka 4.3.1 takes them for deleted, writes no marker and calls
 * the transaction complete. Readers of committed records then wait behind it for ever, and so does the restoring of state;
 * and a producer under the same name commits or aborts the rest along with its next transaction. Here the coordinator's
 * word is written where it is missing (ADR 16).
 *
 * @see <a href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-664%3A+Provide+tooling+to+detect+and+abort+hanging+transactions">KIP-664</a>
 */
final class LostMarkers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LostMarkers.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  /** The broker begins to answer between two looks. */
  private static final Duration INTERVAL = Duration.ofMillis(50);
  private static final Map<String, Object> CLIENT = Map.of("client.id", "lost-markers", "reconnect.backoff.ms", 20,
      "reconnect.backoff.max.ms", 50, "retry.backoff.ms", 20, "retry.backoff.max.ms", 100);

  private record Open(TopicPartition partition, long producerId, int producerEpoch, long start, int coordinatorEpoch) {
    EndMarker end(TransactionResult result) {
      return new EndMarker(partition, producerId, (short) producerEpoch, coordinatorEpoch, result);
    }
  }

  private final Admin admin;
  private final CountDownLatch closing = new CountDownLatch(1);

  /** Asks these servers, which need not answer yet. */
  LostMarkers(String bootstrapServers) {
    var config = new HashMap<String, Object>(CLIENT);
    config.put("bootstrap.servers", bootstrapServers);
    admin = Admin.create(config);
  }

  /**
   * Looks until one look found everything ended or with its coordinator.
   *
   * @return false if {@code patience} was over before that: what is left is for {@code kafka-transactions}
   */
  boolean endAll(Duration patience) throws InterruptedException {
    long deadlineNs = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadlineNs && !closing.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
      try {
        int unknown = end();
        if (unknown == 0) return true;
        LOG.atDebug().addKeyValue("open", unknown).log("transactions that no coordinator knows yet");
      } catch (ExecutionException | TimeoutException | IOException | KafkaException e) { // the broker is still starting
        LOG.atDebug().setCause(e).log("transactions not looked through");
      }
    }
    return false;
  }

  /**
   * Ends those that are complete for their coordinator and open in a partition. One that was ended properly between the
   * first look and the question is gone at the second look: a coordinator calls complete what all partitions know.
   *
   * @return how many open ones no coordinator knows: it may still be loading
   * @throws ExecutionException if the brokers refuse
   * @throws TimeoutException   if the brokers do not answer
   * @throws IOException        if an end could not be written
   */
  private int end() throws ExecutionException, InterruptedException, TimeoutException, IOException {
    Map<TopicPartition, Node> leaders = leaders();
    Set<Open> before = open(leaders.keySet());
    if (before.isEmpty()) return 0;
    Map<Long, TransactionState> states = states();
    Set<Open> open = open(leaders.keySet());
    open.retainAll(before);
    int unknown = 0;
    for (Open transaction : open) {
      switch (states.getOrDefault(transaction.producerId(), TransactionState.UNKNOWN)) {
        case COMPLETE_COMMIT -> write(transaction.end(TransactionResult.COMMIT), leaders);
        case COMPLETE_ABORT, EMPTY -> write(transaction.end(TransactionResult.ABORT), leaders);
        case ONGOING, PREPARE_COMMIT, PREPARE_ABORT, PREPARE_EPOCH_FENCE -> {
        } // the coordinator's own work
        case UNKNOWN -> unknown++;
      }
    }
    return unknown;
  }

  private static void write(EndMarker end, Map<TopicPartition, Node> leaders) throws IOException {
    end.write(leaders.get(end.partition()));
    LOG.atWarn().addKeyValue("partition", end.partition().toString()).addKeyValue("producerId", end.producerId())
        .addKeyValue("result", end.result()).log("ended a transaction whose end was lost");
  }

  private Map<Long, TransactionState> states() throws ExecutionException, InterruptedException, TimeoutException {
    Collection<TransactionListing> listed = admin.listTransactions().all().get(TIMEOUT.toMillis(),
        TimeUnit.MILLISECONDS);
    var states = new HashMap<Long, TransactionState>();
    listed.forEach(transaction -> states.put(transaction.producerId(), transaction.state()));
    return states;
  }

  private Set<Open> open(Set<TopicPartition> partitions)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, PartitionProducerState> producers = admin.describeProducers(partitions).all()
        .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    var open = new HashSet<Open>();
    producers.forEach((partition, state) -> {
      for (ProducerState producer : state.activeProducers())
        producer.currentTransactionStartOffset().ifPresent(start -> open.add(new Open(partition, producer.producerId(),
            producer.producerEpoch(), start, producer.coordinatorEpoch().orElse(0))));
    });
    return open;
  }

  /** All partitions, and who leads each; refused while one has nobody. */
  private Map<TopicPartition, Node> leaders() throws ExecutionException, InterruptedException, TimeoutException {
    Set<String> topics = admin.listTopics(new ListTopicsOptions().listInternal(true)).names()
        .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    Collection<TopicDescription> described = admin.describeTopics(topics).allTopicNames()
        .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).values();
    var leaders = new HashMap<TopicPartition, Node>();
    var without = new ArrayList<TopicPartition>();
    for (TopicDescription topic : described)
      for (TopicPartitionInfo info : topic.partitions()) {
        var partition = new TopicPartition(topic.name(), info.partition());
        if (info.leader() == null || info.leader().isEmpty()) without.add(partition);
        else
          leaders.put(partition, info.leader());
      }
    if (!without.isEmpty()) throw new TimeoutException("no leader yet: " + without);
    return leaders;
  }

  @Override public void close() {
    closing.countDown();
    admin.close(Duration.ZERO);
  }
}
