package dev.otpstream.kit.channel;

import io.confluent.parallelconsumer.ParallelConsumer;
import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelEoSStreamProcessor;
import io.confluent.parallelconsumer.PollContextInternal;
import io.confluent.parallelconsumer.internal.DrainingCloseable.DrainingMode;
import io.confluent.parallelconsumer.state.WorkContainer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The parallel consumer with a careful handover: when a partition goes to another worker, what is in flight of it ends
 * and is committed first, so that the other one does not send it again. The library itself gives a partition away at
 * once. Runs its work on virtual threads.
 */
public final class HandoverProcessor extends ParallelEoSStreamProcessor<byte[], byte[]> {
  /** Longer than a send and its report usually take; far shorter than a group waits for a member. */
  static final Duration HANDOVER_MAX = Duration.ofSeconds(15);
  private static final Duration TAKEOVER_MAX = Duration.ofSeconds(1);
  private static final long BEAT_NS = 1_000_000;

  private final CommittingConsumer consumer;
  private final Consumer<Collection<TopicPartition>> arrived;
  private final AtomicLong beats = new AtomicLong();
  private final Object flights = new Object();
  private final Map<TopicPartition, Integer> inFlight = new HashMap<>();
  private final Set<TopicPartition> leaving = new HashSet<>();
  private final Set<TopicPartition> assigned = new HashSet<>();
  private boolean joined;
  private volatile boolean closing;

  /** @param options with the same consumer */
  public HandoverProcessor(CommittingConsumer consumer, ParallelConsumerOptions<byte[], byte[]> options) {
    this(consumer, options, _ -> {});
  }

  /**
   * The same, with somebody to tell.
   *
   * @param options with the same consumer
   * @param arrived told which partitions came to us, before their first record; must not wait
   */
  HandoverProcessor(CommittingConsumer consumer, ParallelConsumerOptions<byte[], byte[]> options,
      Consumer<Collection<TopicPartition>> arrived) {
    super(options, new LockedWork.Module(options));
    this.consumer = consumer;
    this.arrived = arrived;
    addLoopEndCallBack(beats::incrementAndGet);
  }

  /** Whether the group has given this worker its share, which may be nothing. */
  public boolean hasJoined() {
    synchronized (flights) {
      return joined;
    }
  }

  int assigned() {
    synchronized (flights) {
      return assigned.size();
    }
  }

  boolean isHandingOver() {
    synchronized (flights) {
      return !leaving.isEmpty();
    }
  }

  /** Whether a partition is being handed over: no new work of it may begin. */
  public boolean isLeaving(TopicPartition partition) {
    synchronized (flights) {
      return leaving.contains(partition);
    }
  }

  @Override protected ThreadPoolExecutor setupWorkerPool(int poolSize) { // called before the fields are there
    return new ThreadPoolExecutor(poolSize, poolSize, 0, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(),
        Thread.ofVirtual().name("dispatch-", 0).factory());
  }

  @Override protected <R> List<ParallelConsumer.Tuple<ConsumerRecord<byte[], byte[]>, R>> runUserFunction(
      Function<PollContextInternal<byte[], byte[]>, List<R>> usersFunction, Consumer<R> callback,
      List<WorkContainer<byte[], byte[]>> workContainerBatch) {
    TopicPartition partition = workContainerBatch.getFirst().getTopicPartition(); // batches are of one
    count(partition, 1);
    try {
      return super.runUserFunction(usersFunction, callback, workContainerBatch);
    } finally {
      count(partition, -1);
    }
  }

  @Override public void close(Duration timeout, DrainingMode drainMode) {
    closing = true;
    super.close(timeout, drainMode);
  }

  @Override public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    arrived.accept(partitions);
    super.onPartitionsAssigned(partitions);
    synchronized (flights) {
      assigned.addAll(partitions);
      joined = true;
    }
  }

  @Override public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    synchronized (flights) {
      leaving.addAll(partitions);
    }
    try {
      // A stop ends what is in flight and commits it before it leaves the group.
      if (!closing && awaitNothingInFlight(partitions)) awaitResultsTaken();
      super.onPartitionsRevoked(partitions);
      consumer.commitForGood(partitions);
    } finally {
      gone(partitions);
    }
  }

  @Override public void onPartitionsLost(Collection<TopicPartition> partitions) {
    super.onPartitionsLost(partitions);
    consumer.forget(partitions);
    gone(partitions);
  }

  private void gone(Collection<TopicPartition> partitions) {
    synchronized (flights) {
      leaving.removeAll(partitions);
      assigned.removeAll(partitions);
    }
  }

  private void count(TopicPartition partition, int change) {
    synchronized (flights) {
      inFlight.merge(partition, change, (had, more) -> had + more == 0 ? null : had + more);
      flights.notifyAll();
    }
  }

  private boolean awaitNothingInFlight(Collection<TopicPartition> partitions) {
    long deadline = System.nanoTime() + HANDOVER_MAX.toNanos();
    synchronized (flights) {
      while (partitions.stream().anyMatch(inFlight::containsKey)) {
        long leftMs = (deadline - System.nanoTime()) / 1_000_000;
        if (leftMs <= 0) return false;
        try {
          flights.wait(leftMs);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
    }
    return true;
  }

  /** The control thread takes results from a queue; a commit knows only what it has taken. */
  private void awaitResultsTaken() {
    long deadline = System.nanoTime() + TAKEOVER_MAX.toNanos();
    while (!getWorkMailBox().isEmpty() && System.nanoTime() < deadline)
      LockSupport.parkNanos(BEAT_NS);
    long beat = beats.get();
    while (beats.get() == beat && System.nanoTime() < deadline)
      LockSupport.parkNanos(BEAT_NS);
  }
}
