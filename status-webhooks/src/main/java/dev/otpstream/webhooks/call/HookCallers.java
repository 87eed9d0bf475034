package dev.otpstream.webhooks.call;

import dev.otpstream.kit.CompactedTable;
import dev.otpstream.kit.CrashPoint;
import dev.otpstream.kit.Launcher;
import dev.otpstream.kit.Platform;
import dev.otpstream.kit.channel.CommittingConsumer;
import dev.otpstream.kit.channel.HandoverProcessor;
import dev.otpstream.kit.observe.ClientMeters;
import dev.otpstream.kit.observe.Hop;
import dev.otpstream.kit.observe.Trace;
import dev.otpstream.kit.observe.Tracing;
import dev.otpstream.kit.target.TargetRules;
import dev.otpstream.schemas.Account;
import dev.otpstream.schemas.DeadLetters;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.WebhookCall;
import dev.otpstream.schemas.WebhookResult;
import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.PollContext;
import io.confluent.parallelconsumer.internal.DrainingCloseable.DrainingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes call orders, many at once, and reports what became of them. An order is acknowledged after its report is in
 * Kafka, whatever happens to orders before it: a crash repeats what was in flight, and what ended within the last commit
 * interval.
 */
public final class HookCallers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HookCallers.class);
  private static final String NAME = "status-webhooks-calls";
  private static final Duration COMMIT_INTERVAL = Duration.ofMillis(100);
  private static final Duration ACCOUNTS_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration REPORT_TIMEOUT = Duration.ofSeconds(35);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(8);
  private static final Duration SUPERVISION = Duration.ofSeconds(1);
  /** Orders kept in memory, as a multiple of the calls in flight. */
  private static final int BUFFER_FACTOR_MAX = 4;

  private final CompactedTable<Account> accounts;
  private final CallMeters callMeters;
  private final Deserializer<WebhookCall> calls;
  private final Serializer<WebhookResult> results;
  private final Names names;
  private final HookClient client;
  private final HookSender sender;
  private final KafkaProducer<byte[], byte[]> producer;
  private final int partitions;
  private final HandoverProcessor consumer;
  private final ClientMeters kafkaMeters;
  private final Thread supervisor;

  /** @param instanceId a lasting name of this process, so that a restart takes its place back at once */
  public HookCallers(Platform platform, CompactedTable<Account> accounts, TargetRules rules, CallLimits limits,
      Optional<String> instanceId) {
    this.accounts = accounts;
    this.callMeters = new CallMeters(platform.meters());
    this.calls = platform.serdes().deserializer(Topics.WEBHOOK_CALLS);
    this.results = platform.serdes().serializer(Topics.WEBHOOK_RESULTS);
    this.names = new SystemNames(limits.connectTimeout());
    this.client = new HookClient(limits, rules, names);
    this.sender = new HookSender(rules, platform.keys(), client);
    this.producer = new KafkaProducer<>(platform.kafka().producer(NAME), new ByteArraySerializer(),
        new ByteArraySerializer());
    this.partitions = producer.partitionsFor(Topics.WEBHOOK_RESULTS.name()).size();
    CommittingConsumer kafka = consumer(platform, instanceId);
    this.kafkaMeters = ClientMeters.of(platform.meters(), kafka, NAME, List.of(Topics.WEBHOOK_CALLS.name()));
    this.consumer = new HandoverProcessor(kafka, options(kafka, limits));
    consumer.subscribe(List.of(Topics.WEBHOOK_CALLS.name()));
    consumer.poll(this::handle);
    this.supervisor = Thread.ofVirtual().name("hook-supervisor").start(this::supervise);
  }

  private static CommittingConsumer consumer(Platform platform, Optional<String> instanceId) {
    Map<String, Object> settings = platform.kafka().consumer(NAME, NAME);
    settings.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
    settings.putIfAbsent(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1_000);
    settings.putIfAbsent(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName()); // only the partitions that move are disturbed
    instanceId.ifPresent(id -> settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, id));
    return new CommittingConsumer(settings);
  }

  private static ParallelConsumerOptions<byte[], byte[]> options(CommittingConsumer consumer, CallLimits limits) {
    return ParallelConsumerOptions.<byte[], byte[]>builder().consumer(consumer)
        // An old order that comes again after a crash must not overtake the next of its queue.
        .ordering(ProcessingOrder.KEY).maxConcurrency(limits.inFlightMax()).commitInterval(COMMIT_INTERVAL)
        .maximumLoadFactor(BUFFER_FACTOR_MAX).shutdownTimeout(CLOSE_TIMEOUT).build();
  }

  /** An order whose outcome could not be reported is taken again: by us a second later, or by another. */
  private void handle(PollContext<byte[], byte[]> context) {
    ConsumerRecord<byte[], byte[]> record = context.getSingleConsumerRecord();
    if (consumer.isLeaving(new TopicPartition(record.topic(), record.partition())))
      throw new TryAgain("the partition goes to another process", null);
    try (Hop hop = Tracing.begin(Tracing.Kind.ASK, "status-webhooks", "hook", Trace.of(record.headers()))) {
      hop.trace().run(() -> take(record, hop));
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).addKeyValue("partition", record.partition()).addKeyValue("offset", record.offset())
          .log("order will be taken again");
      throw e;
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record, Hop hop) {
    CrashPoint.HOOKS_TOOK.pass();
    WebhookCall call;
    try {
      if (record.value() == null) throw new SerializationException("no value");
      call = calls.deserialize(record.topic(), record.value());
    } catch (SerializationException e) {
      bury(record, e.getMessage());
      return;
    }
    if (Instant.now().isAfter(call.getNotAfter())) {
      callMeters.voidOrder(); // the scheduler has given, or will give, another
      return;
    }
    CallResult result;
    try {
      if (call.getPartition() < 0 || call.getPartition() >= partitions) throw new IllegalArgumentException("partition");
      result = make(call, hop);
    } catch (TryAgain | KafkaException e) {
      throw e; // the order is not at fault
    } catch (RuntimeException e) {
      bury(record, "cannot be called: " + e.getClass().getName());
      return;
    }
    store(new ProducerRecord<>(Topics.WEBHOOK_RESULTS.name(), call.getPartition(),
        call.getQueue().getBytes(StandardCharsets.UTF_8),
        results.serialize(Topics.WEBHOOK_RESULTS.name(), result.toRecord())));
    CrashPoint.HOOKS_RESULT_STORED.pass();
  }

  private CallResult make(WebhookCall call, Hop hop) {
    awaitAccounts();
    long start = System.nanoTime();
    CallOutcome outcome = sender.send(call.getDue(), accounts.get(call.getDue().getEvent().getAccountId()),
        Instant.now());
    if (Thread.currentThread().isInterrupted()) throw new TryAgain("stopped during a call", null);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    String format = call.getDue().getHookFormat();
    callMeters.called(format, outcome, took, call.getDue().getEvent().getAt());
    hop.with("otp.format", format).with("otp.outcome", outcome.word()).with("http.response.status_code",
        outcome.statusOrZero());
    return CallResult.of(call, outcome, took);
  }

  private void awaitAccounts() {
    try {
      if (!accounts.awaitCaughtUp(ACCOUNTS_TIMEOUT)) throw new TryAgain("accounts are not read yet", null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TryAgain("stopped while waiting for the accounts", e);
    }
  }

  private void bury(ConsumerRecord<byte[], byte[]> record, String reason) {
    LOG.atError().addKeyValue("topic", record.topic()).addKeyValue("partition", record.partition())
        .addKeyValue("offset", record.offset()).addKeyValue("reason", reason).log("dead letter");
    callMeters.deadLetter(record.topic());
    store(DeadLetters.letter(record, NAME, reason));
  }

  private void store(ProducerRecord<byte[], byte[]> record) {
    try {
      Trace.current().into(record.headers());
      producer.send(record).get(REPORT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new TryAgain("cannot write to " + record.topic(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TryAgain("stopped while writing to " + record.topic(), e);
    }
  }

  /** Whether orders are taken: the group has given us our share of them. */
  public boolean isRunning() {
    return consumer.hasJoined() && !consumer.isClosedOrFailed();
  }

  /** The consumer stops by itself when Kafka refuses it for good; nobody else would notice. */
  private void supervise() {
    try {
      while (!consumer.isClosedOrFailed())
        Thread.sleep(SUPERVISION);
      Launcher.die("hooks are no longer called", consumer.getFailureCause());
    } catch (InterruptedException _) {
      // closed
    }
  }

  @Override public void close() {
    supervisor.interrupt();
    try {
      if (!consumer.isClosedOrFailed()) consumer.close(CLOSE_TIMEOUT, DrainingMode.DONT_DRAIN);
    } catch (Exception e) { // the library throws checked exceptions that it does not declare
      LOG.atWarn().setCause(e).log("callers did not stop cleanly");
    }
    kafkaMeters.close();
    producer.close(CLOSE_TIMEOUT);
    client.close();
    names.close();
  }
}
