package dev.otpstream.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
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
 * word is written where it is missing (ADR 16). Only for a broker that is alone, and before clients are let in: then no
 * transaction begins or ends by a client while it is looked at.
 *
 * @see <a href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-664%3A+Provide+tooling+to+detect+and+abort+hanging+transactions">KIP-664</a>
 */
final class LostMarkers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LostMarkers.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  /** The broker begins to answer between two looks. */
  private static final Duration INTERVAL = Duration.ofMillis(50);
  /** A coordinator that answers has read its partition within that time, or says that it is reading. */
  private static final Duration UNKNOWN_PATIENCE = Duration.ofSeconds(5);
  private static final Map<String, Object> CLIENT = Map.of("client.id", "lost-markers", "reconnect.backoff.ms", 20,
      "reconnect.backoff.max.ms", 50, "retry.backoff.ms", 20, "retry.backoff.max.ms", 100);

  /** How the looking ended. */
  enum Outcome {
    /** Every transaction is ended, or its coordinator's to end. */
    ALL_ENDED,
    /** Some are left. */
    GAVE_UP,
    /** The broker is stopping. */
    CLOSED
  }

  private record Open(TopicPartition partition, long producerId, int producerEpoch, long start, int coordinatorEpoch) {}

  private record Known(TransactionState state, int producerEpoch) {}

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
   * @param patience from the moment in which the broker first answers
   */
  Outcome endAll(Duration patience) throws InterruptedException {
    long answeredNs = 0;
    while (!closing.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
      long beganNs = System.nanoTime();
      if (answeredNs != 0 && beganNs - answeredNs > patience.toNanos()) return Outcome.GAVE_UP;
      try {
        Map<TopicPartition, Node> leaders = leaders();
        if (answeredNs == 0) answeredNs = beganNs;
        if (end(leaders, beganNs - answeredNs > UNKNOWN_PATIENCE.toNanos()) == 0) return Outcome.ALL_ENDED;
      } catch (ExecutionException | TimeoutException | KafkaException e) { // the broker is still starting
        LOG.atDebug().setCause(e).log("transactions not looked through");
      }
    }
    return Outcome.CLOSED;
  }

  /**
   * Ends those that are complete for their coordinator and open in a partition. One that was ended properly between the
   * first look and the question is gone at the second look: a coordinator calls complete what all partitions know.
   *
   * @param unknownToo whether those are aborted that no coordinator knows: nobody could commit them any more
   * @return how many are left
   */
  private int end(Map<TopicPartition, Node> leaders, boolean unknownToo)
      throws ExecutionException, InterruptedException, TimeoutException {
    Set<Open> before = open(leaders.keySet());
    if (before.isEmpty()) return 0;
    Map<Long, Known> known = known();
    Set<Open> open = open(leaders.keySet());
    open.retainAll(before);
    int left = 0;
    for (Open transaction : open) {
      Known said = known.getOrDefault(transaction.producerId(), new Known(TransactionState.UNKNOWN, 0));
      boolean ended = switch (said.state()) {
        case COMPLETE_COMMIT -> write(transaction, resultOf(transaction, said), leaders);
        case COMPLETE_ABORT, EMPTY -> write(transaction, TransactionResult.ABORT, leaders);
        case ONGOING, PREPARE_COMMIT, PREPARE_ABORT, PREPARE_EPOCH_FENCE -> true; // the coordinator's own work
        case UNKNOWN -> unknownToo && write(transaction, TransactionResult.ABORT, leaders);
      };
      if (!ended) left++;
    }
    return left;
  }

  /**
   * A coordinator that commits counts the producer's epoch up by one (KIP-890). Of any other epoch it says nothing about
   * this transaction: what nobody is known to have committed is aborted.
   */
  private static TransactionResult resultOf(Open open, Known said) {
    return said.producerEpoch() == open.producerEpoch() + 1 ? TransactionResult.COMMIT : TransactionResult.ABORT;
  }

  private static boolean write(Open open, TransactionResult result, Map<TopicPartition, Node> leaders) {
    var end = new EndMarker(open.partition(), open.producerId(), (short) open.producerEpoch(), open.coordinatorEpoch(),
        result);
    var event = LOG.atWarn().addKeyValue("partition", open.partition().toString())
        .addKeyValue("producerId", open.producerId()).addKeyValue("result", result);
    try {
      end.write(leaders.get(open.partition()));
      event.log("ended a transaction whose end was lost");
      return true;
    } catch (IOException e) {
      event.setCause(e).log("a transaction whose end was lost could not be ended");
      return false;
    }
  }

  /** What coordinators know of each producer. */
  private Map<Long, Known> known() throws ExecutionException, InterruptedException, TimeoutException {
    List<String> names = admin.listTransactions().all().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).stream()
        .map(TransactionListing::transactionalId).toList();
    var known = new HashMap<Long, Known>();
    admin.describeTransactions(names).all().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).values()
        .forEach(found -> known.put(found.producerId(), new Known(found.state(), found.producerEpoch())));
    return known;
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
