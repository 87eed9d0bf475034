package dev.otpstream.streams;

import dev.otpstream.kit.CrashPoint;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/** Passes the crash points of a store that is being restored. */
final class CrashingRestore implements StateRestoreListener {
  @Override public void onRestoreStart(TopicPartition partition, String store, long from, long to) {
    // nothing is done yet
  }

  @Override public void onBatchRestored(TopicPartition partition, String store, long batchEnd, long restored) {
    CrashPoint.STREAMS_RESTORING.pass();
  }

  @Override public void onRestoreEnd(TopicPartition partition, String store, long restored) {
    CrashPoint.STREAMS_RESTORED.pass();
  }
}
