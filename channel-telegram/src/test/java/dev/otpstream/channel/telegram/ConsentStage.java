package dev.otpstream.channel.telegram;

import dev.otpstream.embedded.testing.TestKafka;
import dev.otpstream.engine.OtpEngine;
import dev.otpstream.kit.CompactedTable;
import dev.otpstream.kit.Env;
import dev.otpstream.kit.KafkaSettings;
import dev.otpstream.kit.Platform;
import dev.otpstream.kit.Service;
import dev.otpstream.schemas.Account;
import dev.otpstream.schemas.ConsentAnswer;
import dev.otpstream.schemas.ConsentState;
import dev.otpstream.schemas.Dispatch;
import dev.otpstream.schemas.MessageIds;
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
import dev.otpstream.simulators.telegrambot.BotMessage;
import dev.otpstream.simulators.telegrambot.TelegramBot;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

/** A broker, the engine, Telegram as simulated, and an ingress that asks for codes. */
final class ConsentStage implements AutoCloseable {
  static final String ACCOUNT = "acme";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PARTITIONS = 2;
  private static final AtomicInteger IDS = new AtomicInteger();

  final Simulators simulators = Simulators.start(SimulatorsConfig.defaults());
  final TelegramBot telegram = simulators.telegramBot();
  final Platform platform;
  private final TestKafka kafka = TestKafka.start();
  private final Keys keys;
  private final Service engine;
  private final CompactedTable<Subscriber> subscribers;

  ConsentStage(Path folder) {
    keys = KeyFile.loadOrCreate(folder.resolve("keys.json"));
    var registry = RegistrySettings.of("mock://consent", "");
    platform = new Platform(KafkaSettings.of(kafka.bootstrapServers()), registry,
        new RecordSerdes(SchemaRegistry.from(registry.asMap())), keys,
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), PARTITIONS, (short) 1);
    platform.ensureTopics();
    write(Topics.ACCOUNTS, 0, ACCOUNT, Account.newBuilder().setId(ACCOUNT).setName("Acme").setBrandName("Acme & Sons")
        .setBrandDescription("Shoes <for all>").setRoute(List.of("telegram")).setAlphasmsAuthDigest("")
        .setZapnotyKeyDigest("")
        .setEngagelabDevKey("").setEngagelabDevSecretDigest("").setKaleyraSid("").setKaleyraKeyDigest("")
        .setWebhookSecrets(List.of()).setHooks(List.of()).setSettings(Map.of()).setCreatedAt(Instant.now())
        .setUpdatedAt(Instant.now()).build());
    engine = OtpEngine.start(Env.of(Map.of("OTP_STATE_DIR", folder.resolve("state").toString())), platform);
    subscribers = new CompactedTable<>(platform, Topics.SUBSCRIBERS, "test", (_, _) -> {});
    until(() -> engine.readiness().ready());
  }

  /** A worker of the bot, as a process would run it. */
  Service worker() {
    return worker(Map.of());
  }

  Service worker(Map<String, String> changes) {
    var settings = new TreeMap<>(Map.of("TELEGRAM_BOT_API_URL", simulators.telegramBotUrl().toString(),
        "TELEGRAM_BOT_TOKEN", simulators.telegramBotToken(), "TELEGRAM_BOT_NAME", simulators.telegramBotName(),
        "TELEGRAM_BOT_TIMEOUT", "2s"));
    settings.putAll(changes);
    return TelegramChannel.start(Env.of(settings), platform);
  }

  static void until(Callable<Boolean> condition) {
    Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(condition);
  }

  /** A link for a code, which lives this long. */
  String link(Duration life) {
    String id = "Kq9xV3mN2pT7r" + (1000 + IDS.incrementAndGet());
    var step = RouteStep.newBuilder().setChannel("telegram").setReceiptTimeoutMs(30_000)
        .setText(sealed("Your code for Acme & Sons: \u0000", Contexts.text(ACCOUNT))).build();
    ask(id, RequestConsent.newBuilder().setRequestId(id).setPurpose("login")
        .setCode(OurCode.newBuilder().setLength(6).setAttemptsAllowed(3).build()).setChannels(List.of(step))
        .setCodeLifetimeMs(Duration.ofMinutes(5).toMillis()).setLinkLifetimeMs(life.toMillis()).build());
    return id;
  }

  String link() {
    return link(Duration.ofMinutes(15));
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
    return SubscriberIds.of(keys, ACCOUNT, "telegram", keys.token(Long.toString(user), "user/telegram"));
  }

  /** Whether a user is an active subscriber. */
  boolean subscribed(long user) {
    Subscriber subscriber = subscribers.get(subscriberId(user).toString());
    return subscriber != null && subscriber.getActive();
  }

  /** What the bot said in a user's chat and stands there now. */
  List<BotMessage> said(long user) {
    return telegram.chatOf(user).stream().filter(BotMessage::fromBot).toList();
  }

  List<String> codes(long user) {
    return said(user).stream().flatMap(message -> message.codes().stream()).toList();
  }

  /** Opens a link and waits for the question. */
  void opens(long user, String link) {
    telegram.start(user, "otp_" + link);
    until(() -> said(user).stream().anyMatch(message -> message.offered().stream()
        .anyMatch(button -> button.data().equals("otp:y:" + link))));
  }

  /** Agrees to be sent a code, and waits for it. */
  String agrees(long user, String link) {
    int before = codes(user).size();
    opens(user, link);
    telegram.tap(user, "otp:y:" + link);
    until(() -> codes(user).size() > before);
    return codes(user).getLast();
  }

  /** An order to send a code to a phone number. */
  void dispatches(String phone, String code) {
    long message = MessageIds.of(900_000 + IDS.incrementAndGet(), 0);
    write(Topics.DISPATCH_TELEGRAM, 0, Long.toString(message), Dispatch.newBuilder().setMessageId(message)
        .setDispatch(1).setAccountId(ACCOUNT).setChannel("telegram")
        .setRecipient(sealed(phone, Contexts.recipient(ACCOUNT))).setRecipientMasked("+38050***")
        .setCode(sealed(code, Contexts.code(message))).setAcceptedAt(Instant.now())
        .setExpiresAt(Instant.now().plus(Duration.ofMinutes(5))).build());
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
