package dev.otpstream.channel.max;

import dev.otpstream.embedded.testing.TestKafka;
import dev.otpstream.engine.OtpEngine;
import dev.otpstream.kit.CompactedTable;
import dev.otpstream.kit.Env;
import dev.otpstream.kit.KafkaSettings;
import dev.otpstream.kit.Platform;
import dev.otpstream.kit.Service;
import dev.otpstream.schemas.Account;
import dev.otpstream.schemas.BotUpdate;
import dev.otpstream.schemas.BotUpdateKind;
import dev.otpstream.schemas.ConsentAnswer;
import dev.otpstream.schemas.ConsentState;
import dev.otpstream.schemas.OtpCommand;
import dev.otpstream.schemas.OtpReply;
import dev.otpstream.schemas.OurCode;
import dev.otpstream.schemas.QueryConsent;
import dev.otpstream.schemas.RequestConsent;
import dev.otpstream.schemas.RouteStep;
import dev.otpstream.schemas.Subscriber;
import dev.otpstream.schemas.SubscriberIds;
import dev.otpstream.schemas.Topic;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.Verify;
import dev.otpstream.schemas.VerifyAnswer;
import dev.otpstream.schemas.VerifyOutcome;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.KeyFile;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.schemas.serde.RecordSerdes;
import dev.otpstream.schemas.serde.RegistrySettings;
import dev.otpstream.schemas.serde.SchemaRegistry;
import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.SimulatorsConfig;
import dev.otpstream.simulators.max.MaxBot;
import dev.otpstream.simulators.max.MaxMessage;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

/** A broker, the engine, MAX as simulated, and an ingress that asks for codes. */
final class ConsentStage implements AutoCloseable {
  static final String ACCOUNT = "acme";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String CODE_TEXT = "Your code for Acme & Sons: ";
  private static final int PARTITIONS = 6;
  private static final AtomicInteger IDS = new AtomicInteger();

  final Simulators simulators = Simulators.start(SimulatorsConfig.defaults());
  final MaxBot max = simulators.max();
  final Platform platform;
  private final TestKafka kafka = TestKafka.start();
  private final Keys keys;
  private final Path state;
  private Service engine;
  private final CompactedTable<Subscriber> subscribers;

  ConsentStage(Path folder) {
    keys = KeyFile.loadOrCreate(folder.resolve("keys.json"));
    var registry = RegistrySettings.of("mock://max-consent", "");
    platform = new Platform(KafkaSettings.of(kafka.bootstrapServers()), registry,
        new RecordSerdes(SchemaRegistry.from(registry.asMap())), keys,
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), PARTITIONS, (short) 1);
    platform.ensureTopics();
    write(Topics.ACCOUNTS, 0, ACCOUNT, Account.newBuilder().setId(ACCOUNT).setName("Acme").setBrandName("Acme & Sons")
        .setBrandDescription("Shoes <for all>").setRoute(List.of("max")).setAlphasmsAuthDigest("")
        .setZapnotyKeyDigest("")
        .setEngagelabDevKey("").setEngagelabDevSecretDigest("").setKaleyraSid("").setKaleyraKeyDigest("")
        .setWebhookSecrets(List.of()).setHooks(List.of()).setSettings(Map.of()).setCreatedAt(Instant.now())
        .setUpdatedAt(Instant.now()).build());
    state = folder.resolve("state");
    subscribers = new CompactedTable<>(platform, Topics.SUBSCRIBERS, "test", (_, _) -> {});
    startEngine();
  }

  void startEngine() {
    engine = OtpEngine.start(Env.of(Map.of("OTP_STATE_DIR", state.toString())), platform);
    until(() -> engine.readiness().ready());
  }

  void stopEngine() {
    engine.close();
  }

  /** A worker of the bot, as a process would run it. */
  Service worker() {
    return worker(Map.of());
  }

  Service worker(Map<String, String> changes) {
    var settings = new TreeMap<>(Map.of("MAX_API_URL", simulators.maxUrl().toString(), "MAX_BOT_TOKEN",
        simulators.maxToken(), "MAX_BOT_NAME", simulators.maxBotName(), "MAX_TIMEOUT", "5s", "MAX_POLL_TIME", "2s",
        "MAX_REQUESTS_MAX", Integer.toString(Turns.COUNT)));
    settings.putAll(changes);
    Service worker = MaxChannel.start(Env.of(settings), platform);
    until(() -> worker.readiness().ready());
    return worker;
  }

  static void until(Callable<Boolean> condition) {
    Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(condition);
  }

  /** A link for a code by either messenger. */
  String link() {
    String id = "Kq9xV3mN2pT7r" + (1000 + IDS.incrementAndGet());
    List<RouteStep> steps = Stream.of("max", "telegram").map(channel -> RouteStep.newBuilder().setChannel(channel)
        .setReceiptTimeoutMs(30_000).setText(sealed("Your code for Acme & Sons: \u0000", Contexts.text(ACCOUNT)))
        .build()).toList();
    ask(id, RequestConsent.newBuilder().setRequestId(id).setPurpose("login")
        .setCode(OurCode.newBuilder().setLength(6).setAttemptsAllowed(3).build()).setChannels(steps)
        .setCodeLifetimeMs(Duration.ofMinutes(5).toMillis()).setLinkLifetimeMs(Duration.ofMinutes(15).toMillis())
        .build());
    return id;
  }

  ConsentState state(String link) {
    return ((ConsentAnswer) ask(link, new QueryConsent(link)).getBody()).getState();
  }

  VerifyOutcome verifies(long user, String code) {
    String key = Topics.routingKey(ACCOUNT, SubscriberIds.recipientToken(keys, ACCOUNT, subscriberId(user)));
    var reply = ask(key, Verify.newBuilder().setMessageId(null).setPurpose("login")
        .setGuess(sealed(code, Contexts.guess(ACCOUNT))).build());
    return ((VerifyAnswer) reply.getBody()).getOutcome();
  }

  UUID subscriberId(long user) {
    return SubscriberIds.of(keys, ACCOUNT, "max", keys.token(Long.toString(user), "user/max"));
  }

  /** Whether a user is an active subscriber. */
  boolean subscribed(long user) {
    Subscriber subscriber = subscribers.get(subscriberId(user).toString());
    return subscriber != null && subscriber.getActive();
  }

  /** What the bot said to a user and stands there now. */
  List<MaxMessage> said(long user) {
    return max.dialogOf(user).stream().filter(MaxMessage::fromBot).toList();
  }

  /** The codes that stand in a user's dialog. */
  List<String> codes(long user) {
    return said(user).stream().map(MaxMessage::text).filter(text -> text.startsWith(CODE_TEXT))
        .map(text -> text.substring(CODE_TEXT.length())).toList();
  }

  /** Opens a link and waits for the question. */
  void opens(long user, String link) {
    max.start(user, "otp_" + link);
    awaitQuestion(user, link);
  }

  void awaitQuestion(long user, String link) {
    until(() -> said(user).stream().flatMap(message -> message.offered().stream())
        .anyMatch(button -> button.payload().equals("otp:y:" + link)));
  }

  void agrees(long user, String link) {
    max.tap(user, "otp:y:" + link);
  }

  /** Waits for a code. */
  String code(long user) {
    until(() -> !codes(user).isEmpty());
    return codes(user).getLast();
  }

  /** What a Telegram worker would tell of a user. */
  void telegramSays(BotUpdateKind kind, long user, String link) {
    write(Topics.BOT_UPDATES, Topics.enginePartition(link, PARTITIONS), link, BotUpdate.newBuilder()
        .setChannel("telegram").setBot("acmebot").setKind(kind).setRequestId(link)
        .setUserToken(keys.token(Long.toString(user), "user/telegram"))
        .setChat(sealed(Long.toString(user), Contexts.chat("telegram"))).setUpdateId(link + kind).setAt(Instant.now())
        .build());
  }

  /** All that is in a topic now. */
  <T extends SpecificRecord> List<T> all(Topic<T> topic) {
    try (var consumer = new KafkaConsumer<>(platform.kafka().reader("test"), new StringDeserializer(),
        platform.serdes().deserializer(topic))) {
      var partitions = consumer.partitionsFor(topic.name()).stream()
          .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      var found = new ArrayList<T>();
      while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue()))
        consumer.poll(Duration.ofMillis(50)).forEach(record -> found.add(record.value()));
      return found;
    }
  }

  private OtpReply ask(String key, Object body) {
    String id = "c" + IDS.incrementAndGet();
    write(Topics.COMMANDS, Topics.enginePartition(key, PARTITIONS), key, OtpCommand.newBuilder().setCommandId(id)
        .setAccountId(ACCOUNT).setReplyPartition(0).setPatienceMs(PATIENCE.toMillis()).setBody(body).build());
    try (var consumer = new KafkaConsumer<>(platform.kafka().reader("test"), new StringDeserializer(),
        platform.serdes().deserializer(Topics.REPLIES))) {
      var partitions = IntStream.range(0, PARTITIONS)
          .mapToObj(partition -> new TopicPartition(Topics.REPLIES.name(), partition)).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var found = new OtpReply[1];
      until(() -> {
        consumer.poll(Duration.ofMillis(50)).forEach(record -> {
          if (record.value().getCommandId().equals(id)) found[0] = record.value();
        });
        return found[0] != null;
      });
      return found[0];
    }
  }

  <T extends SpecificRecord> void write(Topic<T> topic, int partition, String key, T record) {
    try (var producer = new KafkaProducer<>(platform.kafka().producer("test"), new StringSerializer(),
        platform.serdes().serializer(topic))) {
      var _ = producer.send(new ProducerRecord<>(topic.name(), partition, key, record));
    }
  }

  ByteBuffer sealed(String text, String context) {
    return ByteBuffer.wrap(keys.seal(text, context));
  }

  @Override public void close() {
    subscribers.close();
    engine.close();
    simulators.close();
    kafka.close();
  }
}
