package dev.otpstream.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.otpstream.embedded.testing.TestKafka;
import dev.otpstream.schemas.DeadLetters;
import dev.otpstream.schemas.Dispatch;
import dev.otpstream.schemas.OtpReply;
import dev.otpstream.schemas.SendAccepted;
import dev.otpstream.schemas.StatusEvent;
import dev.otpstream.schemas.StatusType;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.VerifyAnswer;
import dev.otpstream.schemas.VerifyOutcome;
import dev.otpstream.schemas.sealing.KeyFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine is killed in the middle of its work, again and again: nothing is done twice, and nothing is lost. */
class KilledEngineTest {
  private static final int KILLS = 3;
  private static final int CODES = 240;
  private static final int PARALLEL = 8;
  private static final int IN_FLIGHT_MAX = 12;
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  @TempDir
  private Path folder;

  /** One code's life: sent, guessed wrong once, then tried by eight who know it. */
  private record Life(SendAccepted accepted, VerifyAnswer wrong, List<VerifyAnswer> right) {}

  @Test void everyCommandIsAnsweredOnceAndEveryCodeSucceedsOnce() {
    try (var kafka = TestKafka.start();
        var side = new KafkaSide(kafka.bootstrapServers(), kafka.registryUrl(),
            KeyFile.loadOrCreate(folder.resolve("keys.json")));
        var engine = new EngineProcess(Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
            "SCHEMA_REGISTRY_URL", kafka.registryUrl(), "OTP_SEALING_KEYS", folder.resolve("keys.json").toString(),
            "OTP_STATE_DIR", folder.resolve("state").toString(), "OTP_INSTANCE_ID", "engine-0", "OTP_PARTITIONS",
            Integer.toString(KafkaSide.PARTITIONS), "OTP_REPLICATION_FACTOR", "1"))) {
      var begun = new AtomicInteger();
      var lives = new ConcurrentLinkedQueue<CompletableFuture<Life>>();
      Thread caller = Thread.ofPlatform().name("caller").start(() -> live(side, begun, lives));

      for (int kill = 1; kill <= KILLS; kill++) {
        int share = CODES * kill / (KILLS + 1);
        await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(1))
            .until(() -> begun.get() >= share && side.waiting() >= PARALLEL);
        engine.kill();
        assertThat(side.waiting()).as("kill %d hit the engine at work", kill).isPositive();
        engine.start();
      }
      await().atMost(TIMEOUT).until(() -> !caller.isAlive());
      lives.forEach(life -> holds(life.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join()));
      assertThat(lives).hasSize(CODES);

      assertThat(engine.stop()).as("a clean stop after all").isEqualTo(143);
      onceEach(side);
      storiesHold(side.committed(Topics.STATUS));
    }
  }

  private static void live(KafkaSide side, AtomicInteger begun,
      ConcurrentLinkedQueue<CompletableFuture<Life>> lives) {
    var free = new Semaphore(IN_FLIGHT_MAX);
    for (int i = 0; i < CODES; i++) {
      free.acquireUninterruptibly();
      lives.add(life(new Calls(side.keys, "+38097" + (2_000_000 + i)), side).whenComplete((_, _) -> free.release()));
      begun.incrementAndGet();
    }
  }

  private static CompletableFuture<Life> life(Calls calls, KafkaSide side) {
    String key = calls.routingKey();
    return side.asks(key, calls.command(calls.code("sms").build())).thenCompose(sent -> {
      var accepted = (SendAccepted) sent.getBody();
      return side.code(accepted.getMessageId()).thenCompose(code -> {
        CompletableFuture<OtpReply> wrong = side.asks(key, calls.command(calls.guess("wrong")));
        List<CompletableFuture<OtpReply>> right = IntStream.range(0, PARALLEL)
            .mapToObj(_ -> side.asks(key, calls.command(calls.guess(code)))).toList();
        var all = new ArrayList<>(right);
        all.add(wrong);
        return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
            .thenApply(_ -> new Life(accepted, verdict(wrong), right.stream().map(KilledEngineTest::verdict).toList()));
      });
    });
  }

  private static VerifyAnswer verdict(CompletableFuture<OtpReply> reply) {
    return (VerifyAnswer) reply.join().getBody();
  }

  private static void holds(Life life) {
    long id = life.accepted().getMessageId();
    assertThat(life.wrong()).isEqualTo(new VerifyAnswer(VerifyOutcome.WRONG_CODE, id, 2, 0L));
    assertThat(life.right()).extracting(VerifyAnswer::getOutcome).as("message %d", id)
        .containsOnlyOnce(VerifyOutcome.VERIFIED)
        .containsOnly(VerifyOutcome.VERIFIED, VerifyOutcome.ALREADY_VERIFIED);
  }

  private static void onceEach(KafkaSide side) {
    List<OtpReply> replies = side.committed(Topics.REPLIES);
    assertThat(replies).extracting(OtpReply::getCommandId).doesNotHaveDuplicates().hasSize(CODES * (PARALLEL + 2));
    List<Dispatch> dispatches = side.committed(Topics.DISPATCH_SMS);
    assertThat(dispatches).extracting(Dispatch::getMessageId).doesNotHaveDuplicates().hasSize(CODES);
    assertThat(side.committed(DeadLetters.TOPIC)).isEmpty();
  }

  private static void storiesHold(List<StatusEvent> events) {
    Map<Long, List<StatusEvent>> stories = events.stream().collect(Collectors.groupingBy(StatusEvent::getMessageId));
    assertThat(stories).hasSize(CODES);
    stories.forEach((id, story) -> {
      assertThat(story).as("message %d", id).extracting(StatusEvent::getType).containsExactly(StatusType.ACCEPTED,
          StatusType.DISPATCHED, StatusType.ATTEMPT_FAILED, StatusType.VERIFIED);
      assertThat(story).as("message %d", id).extracting(StatusEvent::getSequence).containsExactly(1, 2, 3, 4);
    });
  }
}
