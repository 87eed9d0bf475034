package dev.otpstream.kit.bot;

import dev.otpstream.kit.CompactedTable;
import dev.otpstream.kit.CrashPoint;
import dev.otpstream.kit.DeadLetterBox;
import dev.otpstream.kit.Launcher;
import dev.otpstream.kit.Platform;
import dev.otpstream.kit.channel.CommittingConsumer;
import dev.otpstream.kit.channel.HandoverProcessor;
import dev.otpstream.kit.channel.SendOutcome;
import dev.otpstream.schemas.Account;
import dev.otpstream.schemas.BotOrder;
import dev.otpstream.schemas.BotOrderKind;
import dev.otpstream.schemas.Topic;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.Unopenable;
import dev.otpstream.schemas.serde.RegistryUnavailable;
import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.PollContext;
import io.confluent.parallelconsumer.internal.DrainingCloseable.DrainingMode;
import io.micrometer.core.instrument.Counter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what the engine orders, each user's orders in their order. After a crash an order may be said twice. */
final class Orders implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Orders.class);
  /** Nobody waits for it any longer. */
  static final Duration LIFE = Duration.ofMinutes(1);
  private static final Duration COMMIT_INTERVAL = Duration.ofMillis(100);
  private static final Duration ACCOUNTS_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration STORE_TIMEOUT = Duration.ofSeconds(35);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(12);
  private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);
  private static final int IN_FLIGHT_MAX = 100;
  private static final List<String> OUTCOMES = List.of("said", "unsaid", "void", "unknown");

  private final Platform platform;
  private final Messenger messenger;
  private final Mouth mouth;
  private final CompactedTable<Account> accounts;
  private final BotService.Hearing hearing;
  private final Clock clock;
  private final Topic<BotOrder> topic;
  private final Deserializer<BotOrder> deserializer;
  private final DeadLetterBox deadLetters;
  private final HandoverProcessor consumer;
  private final Thread watch;

  /**
   * Starts at once.
   *
   * @param hearing told of users who turn out to have blocked the bot
   */
  Orders(Platform platform, String name, Messenger messenger, CompactedTable<Account> accounts,
      BotService.Hearing hearing, Optional<String> instanceId, Clock clock) {
    this.platform = platform;
    this.messenger = messenger;
    this.mouth = new Mouth(messenger, clock);
    this.accounts = accounts;
    this.hearing = hearing;
    this.clock = clock;
    this.topic = Topics.botOrdersTo(messenger.channel());
    this.deserializer = platform.serdes().deserializer(topic);
    this.deadLetters = new DeadLetterBox(platform, name, topic.name());
    for (BotOrderKind kind : BotOrderKind.values())
      OUTCOMES.forEach(outcome -> orders(kind, outcome)); // one that comes up with its first count hides it from rates
    this.consumer = consumer(platform, name + "-orders", instanceId);
    consumer.subscribe(List.of(topic.name()));
    consumer.poll(this::handle);
    this.watch = Thread.ofVirtual().name(name + "-watch").start(this::watch);
  }

  private static HandoverProcessor consumer(Platform platform, String group, Optional<String> instanceId) {
    Map<String, Object> settings = platform.kafka().consumer(group, group);
    settings.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "10000");
    settings.putIfAbsent(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, "1000");
    settings.putIfAbsent(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName()); // only the partitions that move are disturbed
    instanceId.ifPresent(id -> settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, id));
    var kafka = new CommittingConsumer(settings);
    return new HandoverProcessor(kafka, ParallelConsumerOptions.<byte[], byte[]>builder().consumer(kafka)
        .ordering(ProcessingOrder.KEY).maxConcurrency(IN_FLIGHT_MAX).commitInterval(COMMIT_INTERVAL)
        .shutdownTimeout(CLOSE_TIMEOUT).build());
  }

  boolean isRunning() {
    return consumer.hasJoined() && !consumer.isClosedOrFailed() && accounts.isCaughtUp();
  }

  private void handle(PollContext<byte[], byte[]> context) {
    ConsumerRecord<byte[], byte[]> record = context.getSingleConsumerRecord();
    if (consumer.isLeaving(new TopicPartition(record.topic(), record.partition())))
      throw new NotYet("the partition goes to another worker");
    try {
      obey(record);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new NotYet("stopping");
    }
  }

  private void obey(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
    try {
      BotOrder order = deserializer.deserialize(topic.name(), record.value());
      if (order == null) throw new SerializationException("no value");
      Instant voidAt = order.getAt().plus(LIFE);
      String outcome = clock.instant().isBefore(voidAt) ? say(order, voidAt) : "void";
      orders(order.getKind(), outcome).increment();
    } catch (RegistryUnavailable _) {
      throw new NotYet("waiting for the schema registry");
    } catch (SerializationException | Unopenable e) {
      store(deadLetters.put(record, e.getMessage()));
    }
  }

  private Counter orders(BotOrderKind kind, String outcome) {
    return platform.meters().counter("otp.bot.orders", "channel", messenger.channel(), "kind",
        kind.name().toLowerCase(Locale.ROOT), "outcome", outcome);
  }

  private String say(BotOrder order, Instant voidAt) throws Unopenable, InterruptedException {
    if (!accounts.awaitCaughtUp(ACCOUNTS_TIMEOUT)) throw new NotYet("accounts are not read yet");
    String chat = platform.keys().open(order.getChat(), Contexts.chat(messenger.channel()));
    Optional<Speech> speech = Answers.to(order, chat,
        Optional.ofNullable(order.getAccountId()).map(accounts::get));
    if (speech.isEmpty()) return "unknown";
    SendOutcome outcome = outcome(speech.get(), voidAt);
    CrashPoint.BOT_SAID.pass();
    if (outcome instanceof SendOutcome.Accepted) return "said";
    LOG.atWarn().addKeyValue("channel", messenger.channel()).addKeyValue("kind", order.getKind())
        .addKeyValue("outcome", outcome.getClass().getSimpleName()).log("order not said");
    store(hearing.take(Blocked.by(outcome, messenger, chat, clock.instant())));
    return "unsaid";
  }

  private SendOutcome outcome(Speech speech, Instant voidAt) throws InterruptedException {
    try {
      return mouth.say(speech, voidAt);
    } catch (RuntimeException e) { // a bug, which would come again with the order; its text may quote: class only
      LOG.atError().addKeyValue("provider", messenger.provider()).addKeyValue("exception", e.getClass().getName())
          .addKeyValue("where", e.getStackTrace().length == 0 ? "" : e.getStackTrace()[0].toString())
          .log("adapter failed");
      return new SendOutcome.Unclear("the adapter failed");
    }
  }

  private static void store(CompletableFuture<Void> stored) throws InterruptedException {
    try {
      stored.get(STORE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException _) {
      throw new NotYet("not stored");
    }
  }

  /** The library stops by itself on an error that it does not know; a supervisor must hear of it. */
  private void watch() {
    try {
      while (!consumer.isClosedOrFailed())
        Thread.sleep(WATCH_INTERVAL);
      Launcher.die("orders of the bot are no longer said", consumer.getFailureCause());
    } catch (InterruptedException _) {
      // closed
    }
  }

  @Override public void close() {
    watch.interrupt();
    try {
      if (!consumer.isClosedOrFailed()) consumer.close(CLOSE_TIMEOUT, DrainingMode.DONT_DRAIN);
    } catch (Exception e) { // the library throws checked exceptions that it does not declare
      LOG.atWarn().setCause(e).log("orders did not stop cleanly");
    }
    deadLetters.close();
  }
}
