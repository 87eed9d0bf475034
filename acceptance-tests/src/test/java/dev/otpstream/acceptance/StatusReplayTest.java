package dev.otpstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.otpstream.embedded.testing.TestKafka;
import dev.otpstream.engine.OtpEngine;
import dev.otpstream.kit.Env;
import dev.otpstream.kit.KafkaSettings;
import dev.otpstream.kit.Platform;
import dev.otpstream.schemas.Cancel;
import dev.otpstream.schemas.DeliveryOutcome;
import dev.otpstream.schemas.DeliveryResult;
import dev.otpstream.schemas.Dispatch;
import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.Query;
import dev.otpstream.schemas.Reason;
import dev.otpstream.schemas.SendAccepted;
import dev.otpstream.schemas.StatusAnswer;
import dev.otpstream.schemas.StatusEvent;
import dev.otpstream.schemas.StatusType;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.KeyFile;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.schemas.serde.RecordSerdes;
import dev.otpstream.schemas.serde.RegistrySettings;
import dev.otpstream.schemas.serde.SchemaRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Whoever reads {@code otp.status} from its first record knows of every message what the engine itself knows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatusReplayTest {
  private static final int MESSAGES = 320;
  private static final Duration SHORT_LIFE = Duration.ofSeconds(15);
  private static final Duration LONG_LIFE = Duration.ofMinutes(10);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** What a message may live through. */
  private enum Story {
    VERIFIED, ATTEMPTS_USED, EXPIRED, CANCELLED, FALLEN_BACK_AND_VERIFIED, UNDELIVERABLE, UNCLEAR_AND_EXPIRED, DELIVERED
  }

  private TestKafka kafka;
  private Keys keys;
  private OtpEngine engine;
  private Wire wire;
  private final Map<Long, Story> stories = new HashMap<>();
  private final Map<Long, String> phones = new HashMap<>();

  @BeforeAll void start(@TempDir Path folder) {
    kafka = TestKafka.start();
    keys = KeyFile.loadOrCreate(folder.resolve("keys.json"));
    var registry = RegistrySettings.of(kafka.registryUrl(), "");
    var platform = new Platform(KafkaSettings.of(kafka.bootstrapServers()), registry,
        new RecordSerdes(SchemaRegistry.from(registry.asMap())), keys,
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), 3, (short) 1);
    platform.ensureTopics();
    engine = OtpEngine.start(Env.of(Map.of("OTP_STATE_DIR", folder.resolve("state").toString(), "OTP_INSTANCE_ID",
        "engine-1")), platform);
    await().atMost(PATIENCE).until(() -> engine.readiness().ready());
    wire = new Wire(kafka.bootstrapServers(), kafka.registryUrl(), keys);
  }

  @AfterAll void stop() {
    if (wire != null) wire.close();
    if (engine != null) engine.close();
    if (kafka != null) kafka.close();
  }

  @Test void replayingTheStatusTopicGivesTheEnginesOwnTable() throws Exception {
    for (int i = 0; i < MESSAGES; i++)
      send(Phones.number(20_000 + i), Story.values()[i % Story.values().length]);
    Map<Long, String> codes = codes();
    stories.forEach((id, story) -> play(id, story, codes));
    await("every story has ended").atMost(PATIENCE).pollInterval(Duration.ofMillis(500))
        .untilAsserted(() -> assertThat(replayed().values()).extracting(StatusAnswer::getState)
            .allMatch(EnumSet.of(MessageState.VERIFIED, MessageState.ATTEMPTS_USED, MessageState.EXPIRED,
                MessageState.CANCELLED, MessageState.UNDELIVERABLE, MessageState.DELIVERED)::contains));

    Map<Long, StatusAnswer> engines = stories.keySet().stream()
        .collect(Collectors.toMap(Function.identity(), this::ask));
    Map<Long, StatusAnswer> replayed = replayed();

    assertThat(replayed).hasSize(MESSAGES);
    assertThat(endStates(replayed)).as("the mix").containsExactlyInAnyOrder(MessageState.VERIFIED,
        MessageState.ATTEMPTS_USED, MessageState.EXPIRED, MessageState.CANCELLED, MessageState.UNDELIVERABLE,
        MessageState.DELIVERED);
    replayed.forEach((id, row) -> assertThat(row).as("message %d", id).isEqualTo(engines.get(id)));
    assertThat(hash(replayed)).isEqualTo(hash(engines));
  }

  private void send(String phone, Story story) {
    Duration life = switch (story) {
      case EXPIRED, UNCLEAR_AND_EXPIRED -> SHORT_LIFE;
      default -> LONG_LIFE;
    };
    var accepted = (SendAccepted) wire.ask(phone, wire.command(wire.code(phone, life, "telegram", "sms")
        .setCallerReference("\"order-" + stories.size() + "\"").build())).getBody();
    stories.put(accepted.getMessageId(), story);
    phones.put(accepted.getMessageId(), phone);
  }

  private void play(long id, Story story, Map<Long, String> codes) {
    switch (story) {
      case VERIFIED -> {
        report(id, 1, DeliveryOutcome.SENT);
        report(id, 1, DeliveryOutcome.DELIVERED);
        guess(id, Phones.wrong(codes.get(id)));
        guess(id, codes.get(id));
      }
      case ATTEMPTS_USED -> {
        report(id, 1, DeliveryOutcome.SENT);
        for (int i = 0; i < 3; i++)
          guess(id, Phones.wrong(codes.get(id)));
      }
      case EXPIRED -> report(id, 1, DeliveryOutcome.SENT);
      case CANCELLED -> wire.ask(id, wire.command(Cancel.newBuilder().setMessageId(id).build()));
      case FALLEN_BACK_AND_VERIFIED -> {
        report(id, 1, DeliveryOutcome.REFUSED);
        report(id, 2, DeliveryOutcome.SENT);
        report(id, 1, DeliveryOutcome.DELIVERED); // late, and of an abandoned dispatch
        guess(id, codes.get(id));
      }
      case UNDELIVERABLE -> {
        report(id, 1, DeliveryOutcome.REFUSED);
        report(id, 2, DeliveryOutcome.REFUSED);
      }
      case UNCLEAR_AND_EXPIRED -> {
        report(id, 1, DeliveryOutcome.UNCLEAR);
        report(id, 2, DeliveryOutcome.SENT);
      }
      case DELIVERED -> {
        report(id, 1, DeliveryOutcome.SENT);
        report(id, 1, DeliveryOutcome.DELIVERED);
        report(id, 1, DeliveryOutcome.DELIVERED); // doubled
      }
    }
  }

  private void guess(long id, String guess) {
    wire.ask(phones.get(id), wire.command(wire.guess(guess)));
  }

  private void report(long id, int dispatch, DeliveryOutcome outcome) {
    boolean refused = outcome == DeliveryOutcome.REFUSED;
    wire.report(DeliveryResult.newBuilder().setMessageId(id).setDispatch(dispatch)
        .setChannel(dispatch == 1 ? "telegram" : "sms").setProvider("provider").setOutcome(outcome)
        .setReason(refused ? Reason.RECIPIENT_UNREACHABLE : null).setProviderCode(refused ? "E-" + dispatch : null)
        .setAt(Instant.EPOCH).build());
  }

  private Map<Long, String> codes() throws Exception {
    var codes = new HashMap<Long, String>();
    for (Dispatch dispatch : evidence().dispatches())
      codes.put(dispatch.getMessageId(), keys.open(dispatch.getCode(), Contexts.code(dispatch.getMessageId())));
    assertThat(codes).hasSize(MESSAGES);
    return codes;
  }

  /** The engine's own word, with all that happened; when it would have expired is the one thing that events do not tell. */
  private StatusAnswer ask(long id) {
    var answer = (StatusAnswer) wire.ask(id,
        wire.command(Query.newBuilder().setMessageId(id).setHistory(true).build())).getBody();
    return StatusAnswer.newBuilder(answer).setExpiresAt(Instant.EPOCH).build();
  }

  /** The same by nothing but the topic. */
  private Map<Long, StatusAnswer> replayed() {
    return evidence().statusByMessage().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> folded(entry.getValue())));
  }

  private static StatusAnswer folded(List<StatusEvent> events) {
    StatusEvent first = events.getFirst();
    StatusEvent last = events.getLast();
    StatusEvent dispatched = last(events, StatusType.DISPATCHED);
    StatusEvent failed = last(events, StatusType.FAILED);
    return StatusAnswer.newBuilder().setMessageId(last.getMessageId()).setState(last.getState())
        .setChannel(dispatched.getChannel()).setDispatch(dispatched.getDispatch()).setSequence(last.getSequence())
        .setReason(failed == null ? null : failed.getReason())
        .setProviderCode(failed == null ? null : failed.getProviderCode())
        .setRecipientMasked(last.getRecipientMasked()).setCallerReference(last.getCallerReference())
        .setAcceptedAt(first.getAt()).setUpdatedAt(last.getAt())
        .setExpiresAt(Instant.EPOCH)
        .setHistory(events).build();
  }

  private static StatusEvent last(List<StatusEvent> events, StatusType type) {
    return events.stream().filter(event -> event.getType() == type).reduce((_, later) -> later).orElse(null);
  }

  private static Set<MessageState> endStates(Map<Long, StatusAnswer> table) {
    return table.values().stream().map(StatusAnswer::getState).collect(Collectors.toSet());
  }

  private static String hash(Map<Long, StatusAnswer> table) throws Exception {
    String text = new TreeMap<>(table).values().stream().map(StatusAnswer::toString).collect(Collectors.joining("\n"));
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private Evidence evidence() {
    return new Evidence(kafka.bootstrapServers(), kafka.registryUrl());
  }
}
