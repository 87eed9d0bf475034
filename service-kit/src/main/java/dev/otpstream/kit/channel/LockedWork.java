package dev.otpstream.kit.channel;

import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.internal.DynamicLoadFactor;
import io.confluent.parallelconsumer.internal.EpochAndRecordsMap;
import io.confluent.parallelconsumer.internal.PCModule;
import io.confluent.parallelconsumer.state.WorkContainer;
import io.confluent.parallelconsumer.state.WorkManager;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The parallel consumer's book of what is done, read and written under one lock. The library writes it in one thread and
 * reads it for a commit in another, field by field: what ended in between could make a record that was still in flight
 * look done, and after a crash nobody would take it up again.
 */
final class LockedWork extends WorkManager<byte[], byte[]> {
  /** The library's parts, with this book in the place of its own. */
  static final class Module extends PCModule<byte[], byte[]> {
    private LockedWork work;

    Module(ParallelConsumerOptions<byte[], byte[]> options) {
      super(options);
    }

    @Override public LockedWork workManager() { // first asked for while the library is being constructed, by one thread
      if (work == null) work = new LockedWork(this, dynamicExtraLoadFactor());
      return work;
    }
  }

  private LockedWork(Module module, DynamicLoadFactor loadFactor) {
    super(module, loadFactor);
  }

  @Override public synchronized void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    super.onPartitionsAssigned(partitions);
  }

  @Override public synchronized void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    super.onPartitionsRevoked(partitions);
  }

  @Override public synchronized void onPartitionsLost(Collection<TopicPartition> partitions) {
    super.onPartitionsLost(partitions);
  }

  @Override public synchronized void registerWork(EpochAndRecordsMap<byte[], byte[]> records) {
    super.registerWork(records);
  }

  @Override public synchronized void handleFutureResult(WorkContainer<byte[], byte[]> done) {
    super.handleFutureResult(done);
  }

  @Override public synchronized void onSuccessResult(WorkContainer<byte[], byte[]> done) {
    super.onSuccessResult(done);
  }

  @Override public synchronized void onFailureResult(WorkContainer<byte[], byte[]> failed) {
    super.onFailureResult(failed);
  }

  @Override public synchronized Map<TopicPartition, OffsetAndMetadata> collectCommitDataForDirtyPartitions() {
    return super.collectCommitDataForDirtyPartitions();
  }

  @Override public synchronized void onOffsetCommitSuccess(Map<TopicPartition, OffsetAndMetadata> committed) {
    super.onOffsetCommitSuccess(committed);
  }
}
