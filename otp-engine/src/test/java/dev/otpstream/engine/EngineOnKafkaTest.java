package dev.otpstream.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.otpstream.embedded.testing.TestKafka;
import dev.otpstream.kit.Env;
import dev.otpstream.kit.Platform;
import dev.otpstream.schemas.DeadLetters;
import dev.otpstream.schemas.DeliveryOutcome;
import dev.otpstream.schemas.Dispatch;
import dev.otpstream.schemas.MessageIds;
import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.OtpCommand;
import dev.otpstream.schemas.OtpReply;
import dev.otpstream.schemas.Send;
import dev.otpstream.schemas.SendAccepted;
import dev.otpstream.schemas.StatusAnswer;
import dev.otpstream.schemas.StatusEvent;
import dev.otpstream.schemas.StatusType;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.VerifyAnswer;
import dev.otpstream.schemas.VerifyOutcome;
import dev.otpstream.schemas.sealing.KeyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole engine on a real Kafka with a real registry, exactly once. */
class EngineOnKafkaTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final AtomicInteger PHONES = new AtomicInteger(1_000_000);
  @TempDir
  private static Path folder;
  private static TestKafka kafka;
  private static KafkaSide side;
  private static OtpEngine engine;

  @BeforeAll static void startKafka() {
    kafka = TestKafka.start();
    side = new KafkaSide(kafka.bootstrapServers(), kafka.registryUrl(),
        KeyFile.loadOrCreate(folder.resolve("keys.json")));
    engine = OtpEngine.start(env(), side.platform);
  }

  @AfterAll static void stopKafka() {
    engine.close();
    side.close();
    kafka.close();
  }

  @Test void aCodeTravelsThroughAllTopicsAndIsVerified() {
    Calls calls = someone();
    SendAccepted accepted = sent(calls, calls.code("sms").build());
    long id = accepted.getMessageId();
    side.reports(Calls.result(id, 1, DeliveryOutcome.SENT));
    side.reports(Calls.result(id, 1, DeliveryOutcome.DELIVERED));
    awaitState(calls, id, MessageState.DELIVERED);

    assertThat(attempt(calls, done(side.code(id))).getOutcome()).isEqualTo(VerifyOutcome.VERIFIED);

    assertThat(side.committed(Topics.STATUS)).filteredOn(event -> event.getMessageId() == id)
        .extracting(StatusEvent::getType).containsExactly(StatusType.ACCEPTED, StatusType.DISPATCHED, StatusType.SENT,
            StatusType.DELIVERED, StatusType.VERIFIED);
    assertThat(side.committed(Topics.DISPATCH_SMS)).extracting(Dispatch::getMessageId).containsOnlyOnce(id);
  }

  @Test void aReplyGoesToThePartitionThatItsAskerReads() {
    Calls calls = someone();
    for (int partition = 0; partition < KafkaSide.PARTITIONS; partition++) {
      var command = calls.command(calls.guess("000000"));
      int wanted = partition;
      side.write(Topics.COMMANDS, 0, calls.routingKey(),
          OtpCommand.newBuilder(command).setReplyPartition(wanted).setPatienceMs(60_000).build());
      await().atMost(TIMEOUT).untilAsserted(() -> assertThat(side.committed(Topics.REPLIES.name()))
          .filteredOn(record -> record.key().equals(command.getCommandId())).singleElement()
          .satisfies(record -> assertThat(record.partition()).isEqualTo(wanted)));
    }
  }

  @Test void anIdNamesThePartitionThatOwnsItsMessage() {
    for (int i = 0; i < 12; i++) {
      Calls calls = someone();
      long id = sent(calls, calls.text("sms").build()).getMessageId();
      assertThat(MessageIds.partitionOf(id))
          .isEqualTo(Topics.enginePartition(calls.routingKey(), KafkaSide.PARTITIONS));
      assertThat(done(side.asks(id, calls.command(Calls.query(id)))).getBody()).isInstanceOf(StatusAnswer.class);
    }
  }

  @Test void namesFindTheirMessagesAcrossPartitions() {
    for (int i = 0; i < 9; i++) {
      Calls calls = someone();
      String name = "order-" + calls.routingKey();
      String providers = "sms/provider/" + calls.routingKey();
      long id = sent(calls, calls.text("sms").setReference(name).build()).getMessageId();
      if (i % 2 == 0) side.reports(providers, Calls.result(DeliveryOutcome.DELIVERED).build()); // before its name
      side.reports(Calls.result(DeliveryOutcome.SENT).setMessageId(id).setDispatch(1)
          .setReferences(List.of(providers)).build());
      if (i % 2 == 1) side.reports(providers, Calls.result(DeliveryOutcome.DELIVERED).build());

      await().atMost(TIMEOUT).untilAsserted(() -> {
        Object standing = done(side.asks(name, calls.command(Calls.query(name)))).getBody();
        assertThat(standing).isInstanceOfSatisfying(StatusAnswer.class, answer -> {
          assertThat(answer.getMessageId()).isEqualTo(id);
          assertThat(answer.getState()).isEqualTo(MessageState.DELIVERED);
        });
      });
    }
    assertThat(side.committed(DeadLetters.TOPIC))
        .noneMatch(letter -> letter.key() != null && letter.key().contains("sms/"));
  }

  @Test void ofEightRightAttemptsAtOnceOneSucceeds() {
    for (int i = 0; i < 10; i++) {
      Calls calls = someone();
      String code = done(side.code(sent(calls, calls.code("sms").build()).getMessageId()));
      List<CompletableFuture<OtpReply>> attempts = IntStream.range(0, 8)
          .mapToObj(_ -> side.asks(calls.routingKey(), calls.command(calls.guess(code)))).toList();
      assertThat(attempts).map(reply -> ((VerifyAnswer) done(reply).getBody()).getOutcome())
          .containsOnly(VerifyOutcome.VERIFIED, VerifyOutcome.ALREADY_VERIFIED)
          .containsOnlyOnce(VerifyOutcome.VERIFIED);
    }
  }

  @Test void afterARestartAttemptsUsedStayUsed() {
    usedOnceThenRestarted(() -> {});
  }

  @Test void afterTheLossOfItsStateFolderToo() throws IOException {
    usedOnceThenRestarted(() -> {
      try {
        Utils.delete(folder.resolve("state").toFile());
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    });
  }

  /** A store without its list of files cannot be opened. */
  @Test void afterItsStoresWereTornToo() {
    usedOnceThenRestarted(() -> {
      try (var files = Files.walk(folder.resolve("state"))) {
        List<Path> lists = files.filter(file -> file.getFileName().toString().startsWith("MANIFEST-")).toList();
        assertThat(lists).isNotEmpty();
        for (Path list : lists)
          Files.write(list, new byte[]{1, 2, 3});
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    });
  }

  private void usedOnceThenRestarted(Runnable meanwhile) {
    Calls calls = someone();
    long id = sent(calls, calls.code("sms").build()).getMessageId();
    String code = done(side.code(id));
    assertThat(attempt(calls, "wrong").getAttemptsLeft()).isEqualTo(2);

    engine.close();
    meanwhile.run();
    engine = OtpEngine.start(env(), side.platform);

    assertThat(attempt(calls, "wrong").getAttemptsLeft()).isEqualTo(1);
    assertThat(sent(calls, calls.text("sms").build()).getMessageId()).as("never used again").isGreaterThan(id);
    assertThat(attempt(calls, code).getOutcome()).isEqualTo(VerifyOutcome.VERIFIED);
  }

  @Test void aRecordOnWhichTheEngineFailsIsBuriedAndThePartitionGoesOn() throws IOException {
    Calls calls = someone();
    String code = done(side.code(sent(calls, calls.code("sms").build()).getMessageId()));
    engine.close();
    // The key of the code's digest is gone: a broken setup that no code path expects.
    engine = OtpEngine.start(env(), withForeignCodeKeys());

    var doomed = calls.command(calls.guess(code));
    CompletableFuture<OtpReply> never = side.asks(calls.routingKey(), doomed);
    await().atMost(TIMEOUT).untilAsserted(() -> assertThat(side.committed(DeadLetters.TOPIC))
        .filteredOn(letter -> calls.routingKey().equals(letter.key())).singleElement()
        .satisfies(letter -> assertThat(
            new String(letter.headers().lastHeader(DeadLetters.REASON).value(), StandardCharsets.UTF_8))
            .contains("IllegalStateException")));

    assertThat(sent(calls, calls.code("sms").build())).as("the next record of the partition").isNotNull();
    assertThat(never).isNotDone();
    engine.close();
    engine = OtpEngine.start(env(), side.platform);
  }

  private Platform withForeignCodeKeys() throws IOException {
    var json = new ObjectMapper();
    var mixed = (ObjectNode) json.readTree(folder.resolve("keys.json").toFile());
    Path other = folder.resolve("other-keys.json");
    KeyFile.loadOrCreate(other);
    mixed.set("codes", json.readTree(other.toFile()).get("codes"));
    json.writeValue(other.toFile(), mixed);
    var platform = side.platform;
    return new Platform(platform.kafka(), platform.registry(), platform.serdes(), KeyFile.load(other),
        platform.meters(), platform.partitions(), platform.replicationFactor());
  }

  @Test void recordsAsLargeAsABrokerTakesAreBuriedOrServed() {
    Calls calls = someone();
    int partition = Topics.enginePartition(calls.routingKey(), KafkaSide.PARTITIONS);
    for (int bytes : new int[]{1_040_000, 1_044_000, 1_046_000, 1_048_000})
      side.raw(Topics.COMMANDS.name(), partition, "large-" + bytes, new byte[bytes]);
    side.write(Topics.COMMANDS, partition, "large-purpose",
        calls.command(calls.code("sms").setPurpose("x".repeat(1_040_000)).build()));

    assertThat(sent(calls, calls.code("sms").build())).as("the partition goes on").isNotNull();
    assertThat(side.committed(DeadLetters.TOPIC))
        .filteredOn(letter -> letter.key() == null || letter.key().startsWith("large-")).hasSize(5);
  }

  private static Env env() {
    return Env.of(Map.of("OTP_STATE_DIR", folder.resolve("state").toString(), "OTP_INSTANCE_ID", "engine-0"));
  }

  private static Calls someone() {
    return new Calls(side.keys, "+38097" + PHONES.incrementAndGet());
  }

  private static SendAccepted sent(Calls calls, Send send) {
    return (SendAccepted) done(side.asks(calls.routingKey(), calls.command(send))).getBody();
  }

  private static VerifyAnswer attempt(Calls calls, String guess) {
    return (VerifyAnswer) done(side.asks(calls.routingKey(), calls.command(calls.guess(guess)))).getBody();
  }

  private static void awaitState(Calls calls, long id, MessageState state) {
    await().atMost(TIMEOUT).until(
        () -> ((StatusAnswer) done(side.asks(id, calls.command(Calls.query(id)))).getBody()).getState(), state::equals);
  }

  private static <T> T done(CompletableFuture<T> future) {
    return future.orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).join();
  }
}
