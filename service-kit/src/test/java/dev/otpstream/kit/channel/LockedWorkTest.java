package dev.otpstream.kit.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.internal.EpochAndRecordsMap;
import io.confluent.parallelconsumer.offsets.OffsetMapCodecManager;
import io.confluent.parallelconsumer.offsets.OffsetMapCodecManager.HighestOffsetAndIncompletes;
import io.confluent.parallelconsumer.state.WorkContainer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.RepeatedTest;

/** Commits are collected while work ends in another thread, as the library does it. */
class LockedWorkTest {
  private static final TopicPartition PARTITION = new TopicPartition("orders", 0);
  private static final int RECORDS = 3_000;

  @RepeatedTest(12) void noCommitTakesWhatIsInFlightForDone() throws Exception {
    LockedWork work = workOf(RECORDS);
    List<WorkContainer<byte[], byte[]>> inFlight = new ArrayList<>(work.getWorkIfAvailable(RECORDS));
    assertThat(inFlight).hasSize(RECORDS);
    Collections.shuffle(inFlight, new Random(7));
    Set<Long> ended = ConcurrentHashMap.newKeySet();
    try (var control = Executors.newSingleThreadExecutor()) {
      Future<?> ending = control.submit(() -> inFlight.forEach(container -> {
        ended.add(container.offset()); // before the book knows
        work.onSuccessResult(container);
      }));
      do
        for (OffsetAndMetadata commit : work.collectCommitDataForDirtyPartitions().values())
          assertThat(ended).containsAll(doneBy(commit));
      while (!ending.isDone());
      ending.get();
    }
    assertThat(work.collectCommitDataForDirtyPartitions().get(PARTITION).offset()).isEqualTo(RECORDS);
  }

  private static LockedWork workOf(int records) {
    var consumer = new MockConsumer<byte[], byte[]>("earliest");
    var module = new LockedWork.Module(ParallelConsumerOptions.<byte[], byte[]>builder().consumer(consumer)
        .ordering(ProcessingOrder.UNORDERED).build());
    LockedWork work = module.workManager();
    consumer.assign(List.of(PARTITION));
    work.onPartitionsAssigned(List.of(PARTITION));
    List<ConsumerRecord<byte[], byte[]>> polled = LongStream.range(0, records)
        .mapToObj(offset -> new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), offset, new byte[0],
            new byte[0]))
        .toList();
    work.registerWork(new EpochAndRecordsMap<>(new ConsumerRecords<>(Map.of(PARTITION, polled), Map.of()),
        work.getPm()));
    return work;
  }

  /** What the next owner of the partition will not take up again. */
  private static List<Long> doneBy(OffsetAndMetadata commit) throws Exception {
    HighestOffsetAndIncompletes read = OffsetMapCodecManager.deserialiseIncompleteOffsetMapFromBase64(commit.offset(),
        commit.metadata());
    long highest = read.getHighestSeenOffset().orElse(commit.offset() - 1);
    return LongStream.rangeClosed(0, highest).filter(offset -> !read.getIncompleteOffsets().contains(offset)).boxed()
        .toList();
  }
}
