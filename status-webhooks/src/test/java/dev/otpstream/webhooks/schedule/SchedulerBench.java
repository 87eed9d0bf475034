package dev.otpstream.webhooks.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.kit.target.TargetRules;
import dev.otpstream.schemas.DeadLetters;
import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.StatusType;
import dev.otpstream.schemas.Topic;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.WebhookCall;
import dev.otpstream.schemas.WebhookDue;
import dev.otpstream.schemas.WebhookEndpoint;
import dev.otpstream.schemas.WebhookFailed;
import dev.otpstream.schemas.WebhookResult;
import dev.otpstream.schemas.WebhookSwitch;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.schemas.serde.RecordSerdes;
import dev.otpstream.schemas.serde.RegistrySettings;
import dev.otpstream.schemas.serde.SchemaRegistry;
import dev.otpstream.webhooks.HookFixtures;
import dev.otpstream.webhooks.call.CallOutcome;
import dev.otpstream.webhooks.call.CallResult;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/** The real topology on a clock of ours, with the test in the part of those who make the calls. */
final class SchedulerBench implements AutoCloseable {
  static final String URL = "https://hooks.example.org/otp";
  static final String OTHER_URL = "https://other.example.org/otp";

  private final Keys keys;
  private final AtomicLong pending = new AtomicLong();
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final RecordSerdes serdes = new RecordSerdes(
      SchemaRegistry.from(RegistrySettings.of("mock://scheduler", "").asMap()));
  private final LaneLimits limits;
  private Instant now = HookFixtures.NOON;
  private TopologyTestDriver driver;

  SchedulerBench(Keys keys) {
    this(keys,
        new LaneLimits(4, 32, Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofDays(3), Duration.ofDays(1)));
  }

  SchedulerBench(Keys keys, LaneLimits limits) {
    this.keys = keys;
    this.limits = limits;
    this.driver = driver();
  }

  Topology topology() {
    return SchedulerTopology.of(new SchedulerSetup(new RetrySchedule(RetrySchedule.DELAYS_DEFAULT,
        RetrySchedule.PATIENCE_DEFAULT), limits,
        new TargetRules(Set.of(443), false), keys, serdes, meters, pending));
  }

  private TopologyTestDriver driver() {
    var properties = new Properties();
    properties.putAll(Map.of(StreamsConfig.APPLICATION_ID_CONFIG, "status-webhooks",
        StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:0"));
    return new TopologyTestDriver(topology(), properties, now);
  }

  /** A fresh process that finds the same state, as a restart or another owner of the partition would. */
  void restarts() {
    List<KeyValue<Bytes, byte[]>> state = contents();
    driver.close();
    driver = driver();
    KeyValueStore<Bytes, byte[]> store = driver.getKeyValueStore("state");
    state.forEach(entry -> store.put(entry.key, entry.value));
  }

  private List<KeyValue<Bytes, byte[]>> contents() {
    var contents = new ArrayList<KeyValue<Bytes, byte[]>>();
    KeyValueStore<Bytes, byte[]> store = driver.getKeyValueStore("state");
    try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
      all.forEachRemaining(contents::add);
    }
    return contents;
  }

  WebhookDue due(long messageId, int sequence) {
    return due(messageId, sequence, URL);
  }

  WebhookDue due(long messageId, int sequence, String url) {
    return due(messageId, sequence, url, "native");
  }

  WebhookDue due(long messageId, int sequence, String url, String format) {
    WebhookDue due = HookFixtures.due(keys, format, url,
        HookFixtures.event(messageId, sequence, StatusType.DELIVERED, MessageState.DELIVERED));
    pipe(Topics.WEBHOOKS, Long.toString(messageId), due);
    return due;
  }

  /** What callers are told to do now. */
  List<WebhookCall> calls() {
    return read(Topics.WEBHOOK_CALLS);
  }

  /** The event of the only call that callers are told to make now. */
  WebhookCall call() {
    List<WebhookCall> calls = calls();
    assertThat(calls).hasSize(1);
    return calls.getFirst();
  }

  List<WebhookFailed> failed() {
    return read(Topics.WEBHOOK_FAILED);
  }

  /** What others are told about endpoints: null means that all is well. */
  List<WebhookEndpoint> endpoints() {
    return read(Topics.WEBHOOK_ENDPOINTS);
  }

  void switchesOn(String endpoint) {
    pipe(Topics.WEBHOOK_SWITCHES, endpoint, new WebhookSwitch(endpoint, now));
  }

  /** One more order, as it is. */
  void due(WebhookDue due) {
    pipe(Topics.WEBHOOKS, Long.toString(due.getEvent().getMessageId()), due);
  }

  void answers(WebhookCall call, CallOutcome outcome) {
    answers(call, outcome, Duration.ofMillis(20));
  }

  void answers(WebhookCall call, CallOutcome outcome, Duration took) {
    pipe(Topics.WEBHOOK_RESULTS, call.getQueue(),
        new CallResult(call.getQueue(), call.getDue().getEventId(), call.getTryNumber(), outcome, took).toRecord());
  }

  void delivered(WebhookCall call) {
    answers(call, new CallOutcome.Delivered(200));
  }

  void down(WebhookCall call) {
    answers(call, new CallOutcome.NoAnswer("connect"));
  }

  void passes(Duration time) {
    now = now.plus(time);
    driver.advanceWallClockTime(time);
  }

  /** Lets time pass until a call is ordered; returns how long that took. */
  Duration passesUntilACall(Duration step, Duration atMost) {
    Duration passed = Duration.ZERO;
    while (driver.producedTopicNames().isEmpty() || peekNoCall()) {
      if (passed.compareTo(atMost) > 0) throw new AssertionError("no call within " + atMost);
      passes(step);
      passed = passed.plus(step);
    }
    return passed;
  }

  private boolean peekNoCall() {
    return driver.createOutputTopic(Topics.WEBHOOK_CALLS.name(), new ByteArrayDeserializer(),
        new ByteArrayDeserializer()).isEmpty();
  }

  void poison(Topic<?> topic, String key, byte[] value) {
    driver.createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer())
        .pipeInput(new TestRecord<>(key, value, now));
  }

  List<TestRecord<String, byte[]>> deadLetters() {
    return driver.createOutputTopic(DeadLetters.TOPIC, new StringDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  long pending() {
    return pending.get();
  }

  /** How many queues the state holds. */
  int queues() {
    return (int) contents().stream().filter(entry -> entry.key.get()[0] == 'q').count();
  }

  /** Whether nothing at all is remembered. */
  boolean isEmpty() {
    return contents().isEmpty();
  }

  byte[] bytes(WebhookDue due) {
    return serdes.<WebhookDue>serializer().serialize(Topics.WEBHOOKS.name(), due);
  }

  byte[] bytes(WebhookResult result) {
    return serdes.<WebhookResult>serializer().serialize(Topics.WEBHOOKS.name(), result);
  }

  private <V extends SpecificRecord> void pipe(Topic<V> topic, String key, V value) {
    driver.createInputTopic(topic.name(), new StringSerializer(), serdes.<V>serializer())
        .pipeInput(new TestRecord<>(key, value, now));
  }

  private <V extends SpecificRecord> List<V> read(Topic<V> topic) {
    return driver.createOutputTopic(topic.name(), new StringDeserializer(), serdes.deserializer(topic))
        .readValuesToList();
  }

  @Override public void close() {
    driver.close();
  }
}
