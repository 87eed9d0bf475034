package dev.otpstream.ingress;

import static org.awaitility.Awaitility.await;

import dev.otpstream.kit.Platform;
import dev.otpstream.schemas.BotOrder;
import dev.otpstream.schemas.BotOrderKind;
import dev.otpstream.schemas.BotUpdate;
import dev.otpstream.schemas.BotUpdateKind;
import dev.otpstream.schemas.DeliveryOutcome;
import dev.otpstream.schemas.DeliveryResult;
import dev.otpstream.schemas.Dispatch;
import dev.otpstream.schemas.MessageIds;
import dev.otpstream.schemas.Topic;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.Unopenable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Messenger users and the workers of their bots, on real Kafka. A user's chat is numbered by the name's hash. */
final class Messenger implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private final List<Dispatch> dispatches = new CopyOnWriteArrayList<>();
  private final List<BotOrder> orders = new CopyOnWriteArrayList<>();
  private final List<Reader<?>> readers;
  private final Platform platform;
  private final int partitions;

  Messenger(Platform platform, int partitions) {
    this.platform = platform;
    this.partitions = partitions;
    this.readers = List.of(new Reader<>(Topics.DISPATCH_TELEGRAM, dispatches::add),
        new Reader<>(Topics.DISPATCH_MAX, dispatches::add), new Reader<>(Topics.BOT_ORDERS_TELEGRAM, orders::add),
        new Reader<>(Topics.BOT_ORDERS_MAX, orders::add));
  }

  /** @param requestId the request of the link; null: none */
  void says(String channel, BotUpdateKind kind, String user, String requestId) {
    BotUpdate update = update(channel, kind, user).setRequestId(requestId).build();
    produce(Topics.BOT_UPDATES, requestId == null ? update.getUserToken() : requestId, update);
  }

  /** The user opens an account's link to subscribe. */
  void subscribes(String channel, String user, String accountId) {
    BotUpdate update = update(channel, BotUpdateKind.STARTED, user).setAccountId(accountId).build();
    produce(Topics.BOT_UPDATES, update.getUserToken(), update);
  }

  private BotUpdate.Builder update(String channel, BotUpdateKind kind, String user) {
    return BotUpdate.newBuilder().setChannel(channel).setBot("zapnotybot").setKind(kind)
        .setUserToken("token-of-" + user).setChat(sealed(chat(user), Contexts.chat(channel)))
        .setProfile(sealed("{\"first_name\":\"" + user + "\",\"username\":\"\"}", Contexts.profile(channel)))
        .setLanguage("ru").setUpdateId("1").setAt(Instant.now());
  }

  void awaitOrder(String user, BotOrderKind kind) {
    await().atMost(TIMEOUT).until(() -> orders.stream()
        .anyMatch(order -> order.getKind() == kind && opened(order.getChat(), Contexts.chat(order.getChannel()))
            .equals(chat(user))));
  }

  Dispatch awaitDispatch(String user) {
    return await().atMost(TIMEOUT).until(() -> dispatchesTo(user).findFirst(), Optional::isPresent).orElseThrow();
  }

  Dispatch awaitDispatchAfter(String user, Dispatch before) {
    return await().atMost(TIMEOUT)
        .until(() -> dispatchesTo(user).filter(one -> one.getMessageId() != before.getMessageId()).findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private Stream<Dispatch> dispatchesTo(String user) {
    return dispatches.stream()
        .filter(dispatch -> opened(dispatch.getRecipient(), Contexts.recipient(dispatch.getAccountId()))
            .equals(dispatch.getChannel() + ":" + chat(user)));
  }

  String code(Dispatch dispatch) {
    return opened(dispatch.getCode(), Contexts.code(dispatch.getMessageId()));
  }

  String text(Dispatch dispatch) {
    return opened(dispatch.getText(), Contexts.text(dispatch.getAccountId()));
  }

  /** The messenger took the message. */
  void took(Dispatch dispatch) {
    var result = DeliveryResult.newBuilder().setMessageId(dispatch.getMessageId()).setDispatch(dispatch.getDispatch())
        .setReferences(List.of()).setChannel(dispatch.getChannel()).setProvider("bot")
        .setOutcome(DeliveryOutcome.SENT).setTries(1).setParts(1).setAt(Instant.now()).build();
    try (var producer = producer(Topics.DELIVERY_RESULTS)) {
      var _ = producer.send(new ProducerRecord<>(Topics.DELIVERY_RESULTS.name(),
          MessageIds.partitionOf(dispatch.getMessageId()), Long.toString(dispatch.getMessageId()), result));
    }
  }

  private <V extends SpecificRecord> void produce(Topic<V> topic, String key, V value) {
    try (var producer = producer(topic)) {
      var _ = producer.send(new ProducerRecord<>(topic.name(), Topics.enginePartition(key, partitions), key, value));
    }
  }

  private <V extends SpecificRecord> KafkaProducer<String, V> producer(Topic<V> topic) {
    return new KafkaProducer<>(platform.kafka().producer("test-messenger"), new StringSerializer(),
        platform.serdes().serializer(topic));
  }

  private static String chat(String user) {
    return Integer.toString(100_000_000 + (user.hashCode() & 0xffffff));
  }

  private ByteBuffer sealed(String text, String context) {
    return ByteBuffer.wrap(platform.keys().seal(text, context));
  }

  private String opened(ByteBuffer sealed, String context) {
    try {
      return platform.keys().open(sealed, context);
    } catch (Unopenable e) {
      throw new IllegalStateException(e);
    }
  }

  @Override public void close() {
    readers.forEach(Reader::close);
  }

  /** Reads one topic from its beginning. */
  private final class Reader<V extends SpecificRecord> implements AutoCloseable {
    private final KafkaConsumer<String, V> consumer;
    private final Thread thread;

    Reader(Topic<V> topic, Consumer<V> sink) {
      consumer = new KafkaConsumer<>(platform.kafka().reader("test-messenger"), new StringDeserializer(),
          platform.serdes().deserializer(topic));
      List<TopicPartition> all = consumer.partitionsFor(topic.name()).stream()
          .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      thread = Thread.ofPlatform().name("test-" + topic.name()).daemon(true).start(() -> read(sink));
    }

    private void read(Consumer<V> sink) {
      try (consumer) {
        while (true)
          for (ConsumerRecord<String, V> record : consumer.poll(Duration.ofSeconds(1)))
            sink.accept(record.value());
      } catch (WakeupException _) {
        // closed
      }
    }

    @Override public void close() {
      consumer.wakeup();
      try {
        thread.join(TIMEOUT);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
