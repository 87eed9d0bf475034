package dev.otpstream.ingress;

import dev.otpstream.kit.Platform;
import dev.otpstream.schemas.OtpCommand;
import dev.otpstream.schemas.OtpReply;
import dev.otpstream.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The engine's place on real Kafka, taken by a function from command to reply; null: silence. */
public final class EngineOnKafka implements AutoCloseable {
  final List<ConsumerRecord<String, OtpCommand>> commands = new CopyOnWriteArrayList<>();
  private final KafkaConsumer<String, OtpCommand> consumer;
  private final KafkaProducer<String, OtpReply> producer;
  private final Thread thread;
  private volatile Function<OtpCommand, SpecificRecord> rule = _ -> null;

  public EngineOnKafka(Platform platform, int partitions) {
    consumer = new KafkaConsumer<>(platform.kafka().reader("fake-engine"), new StringDeserializer(),
        platform.serdes().deserializer(Topics.COMMANDS));
    producer = new KafkaProducer<>(platform.kafka().producer("fake-engine"), new StringSerializer(),
        platform.serdes().serializer(Topics.REPLIES));
    consumer.assign(java.util.stream.IntStream.range(0, partitions)
        .mapToObj(partition -> new TopicPartition(Topics.COMMANDS.name(), partition)).toList());
    thread = Thread.ofPlatform().name("fake-engine").daemon(true).start(this::run);
  }

  public EngineOnKafka answers(Function<OtpCommand, SpecificRecord> newRule) {
    rule = newRule;
    return this;
  }

  public void reply(OtpCommand command, SpecificRecord body) {
    var _ = producer.send(new ProducerRecord<>(Topics.REPLIES.name(), command.getReplyPartition(),
        command.getCommandId(), new OtpReply(command.getCommandId(), body)));
  }

  private void run() {
    try (consumer) {
      while (true) {
        for (ConsumerRecord<String, OtpCommand> command : consumer.poll(Duration.ofSeconds(1))) {
          commands.add(command);
          SpecificRecord answer = rule.apply(command.value());
          if (answer != null) reply(command.value(), answer);
        }
      }
    } catch (WakeupException _) {
      // closed
    }
  }

  @Override public void close() {
    consumer.wakeup();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close(Duration.ofSeconds(1));
  }
}
