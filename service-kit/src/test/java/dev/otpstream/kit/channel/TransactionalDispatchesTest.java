package dev.otpstream.kit.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.schemas.DeliveryOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine orders in transactions, which leave gaps between offsets and records that never happened. */
class TransactionalDispatchesTest {
  @Test void onlyWhatWasCommittedIsSentAndNoneOfItTwice(@TempDir Path folder) {
    var channel = new FakeChannel("sms");
    var committed = new ArrayList<String>();
    try (var bench = new Bench(folder); var engine = engine(bench)) {
      for (int round = 0; round < 3; round++) { // each with a new worker
        var messages = new ArrayList<Long>();
        try (var _ = new ChannelWorker(bench.platform(), channel, WorkerConfig.DEFAULT)) {
          for (int i = 0; i < 10; i++) {
            String recipient = "+" + round + i;
            var prepared = bench.prepare("sms", recipient);
            engine.beginTransaction();
            var _ = engine.send(prepared.record());
            if (i % 3 == 0) {
              engine.abortTransaction();
            } else {
              engine.commitTransaction();
              messages.add(prepared.messageId());
              committed.add(recipient);
            }
          }
          for (long message : messages)
            assertThat(bench.resultOf(message).getOutcome()).isEqualTo(DeliveryOutcome.SENT);
        }
      }
    }
    assertThat(channel.sends()).extracting(OpenDispatch::recipient).containsExactlyInAnyOrderElementsOf(committed);
  }

  private static KafkaProducer<byte[], byte[]> engine(Bench bench) {
    Map<String, Object> settings = new TreeMap<>(bench.platform().kafka().producer("engine"));
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "engine");
    var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    producer.initTransactions();
    return producer;
  }
}
