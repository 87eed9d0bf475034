package dev.otpstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.otpstream.acceptance.Caller.Answer;
import dev.otpstream.kit.CrashPoint;
import dev.otpstream.schemas.StatusEvent;
import dev.otpstream.schemas.StatusType;
import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.max.MaxBot;
import dev.otpstream.simulators.max.MaxMessage;
import dev.otpstream.simulators.stage.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The platform as separate processes: what users do, and what they may rely on while processes are killed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  /** A newcomer is asked each minute whether it has read enough. */
  private static final Duration REBALANCED = Duration.ofMinutes(4);
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final Pattern CODE = Pattern.compile("\\b\\d{6}\\b");
  private Cluster cluster;
  private Caller caller;
  private Phones phones;
  private Hooks hooks;

  @BeforeAll void start(@TempDir Path folder) {
    cluster = new Cluster(folder);
    caller = Caller.withNewAccount(cluster.url(), Cluster.ADMIN_TOKEN);
    phones = new Phones(cluster.simulators());
    hooks = new Hooks(caller.webhookSecret());
  }

  @AfterAll void stop() {
    if (hooks != null) hooks.close();
    if (cluster != null) cluster.close();
  }

  @Test void aCodeByTelegramVerifiesOnce() {
    String phone = freshPhone();
    assertThat(caller.send(phone).sent()).isTrue();
    String code = phones.codeOn(phone, Simulators.TELEGRAM_GATEWAY);
    assertThat(caller.verify(phone, Phones.wrong(code)).verified()).isFalse();
    assertThat(caller.verify(phone, code).verified()).isTrue();
    assertThat(caller.verify(phone, code).verified()).isFalse();
  }

  @Test void aNumberUnknownToTelegramGetsTheSameCodeBySms() {
    String phone = freshPhone();
    cluster.simulators().script(Simulators.TELEGRAM_GATEWAY, phone, Step.refuse("PHONE_NUMBER_NOT_FOUND"));
    Answer sent = caller.send(phone);
    String code = phones.codeOn(phone, Simulators.SMPP);
    assertThat(caller.verify(phone, code).verified()).isTrue();
    awaitEvents(sent.messageId(), StatusType.ACCEPTED, StatusType.DISPATCHED, StatusType.FAILED, StatusType.FALLBACK,
        StatusType.DISPATCHED, StatusType.VERIFIED);
  }

  @Test void afterTheLastAttemptTheRightCodeIsRefused() {
    String phone = freshPhone();
    caller.send(Map.of("phone", phone, "max_attempts", 2));
    String code = phones.codeOn(phone, Simulators.TELEGRAM_GATEWAY);
    assertThat(caller.verify(phone, Phones.wrong(code)).verified()).isFalse();
    assertThat(caller.verify(phone, Phones.wrong(code)).verified()).isFalse();
    assertThat(caller.verify(phone, code).verified()).isFalse();
  }

  @Test void hooksArriveSignedAndInOrder() {
    String phone = freshPhone();
    String path = "native-" + phone.substring(1);
    caller.send(Map.of("phone", phone, "hook", hooks.url(path)));
    caller.verify(phone, phones.codeOn(phone, Simulators.TELEGRAM_GATEWAY));
    await().atMost(PATIENCE).until(() -> hooks.calls(path).stream()
        .anyMatch(call -> call.body().path("type").asText().equals("otp.verified")));
    List<Integer> sequences = hooks.calls(path).stream().map(call -> call.body().at("/data/sequence").asInt()).toList();
    assertThat(sequences).isSorted().doesNotHaveDuplicates();
    assertThat(hooks.refused()).isEmpty();
  }

  @Test void aBatchOfTheCallersOwnCodesIsDeliveredWithHooks() {
    String phone = freshPhone();
    String path = "alphasms-" + phone.substring(1);
    Answer answer = caller.alphasms(
        Map.of("type", "telegram", "id", 9_007_199_254_740_993L, "phone", phone, "message", "73915482", "hook",
            hooks.url(path)),
        Map.of("type", "sms", "id", "i_1.2", "phone", freshPhone(), "sms_signature", "Shop", "sms_message",
            "Код 5512"));
    assertThat(answer.body().at("/data/0/data/id").asLong()).isEqualTo(9_007_199_254_740_993L);
    assertThat(answer.body().at("/data/1/data/id").asText()).isEqualTo("i_1.2");
    assertThat(phones.codeOn(phone, Simulators.TELEGRAM_GATEWAY)).isEqualTo("73915482");
    await().atMost(PATIENCE).until(() -> hooks.calls(path).stream()
        .anyMatch(call -> call.body().path("status").asText().equals("DELIVERED")));
  }

  @Test void theSameKeySendsOnce() {
    String phone = freshPhone();
    Answer first = caller.send(phone, "key-" + phone);
    Answer again = caller.send(phone, "key-" + phone);
    phones.codeOn(phone, Simulators.TELEGRAM_GATEWAY);
    assertThat(again.messageId()).isEqualTo(first.messageId());
    assertThat(cluster.evidence().dispatches()).filteredOn(d -> d.getMessageId() == first.messageId()).hasSize(1);
  }

  /** What no run of faults reaches: its site has no bots, and its providers turn nobody away. */
  @ParameterizedTest
  @EnumSource(value = CrashPoint.class, names = {"BOT_HEARD", "BOT_STORED", "BOT_BEFORE_MARK",
    "BOT_SAID"}) void aBotThatEndsAnywhereHearsAndSaysAllAndSendsOneCode(CrashPoint point) {
    MaxBot max = cluster.simulators().max();
    long user = NUMBERS.incrementAndGet();
    String request = caller.requestsConsent(Map.of("channel", "max")).body().path("request_id").asText();
    String agreed = "otp:y:" + request;
    cluster.restartToCrash("channel-max", point);
    max.start(user, "otp_" + request);
    cluster.awaitCrashAndRestart("channel-max");

    await("the question").atMost(PATIENCE).until(() -> said(user).stream()
        .anyMatch(message -> message.offered().stream().anyMatch(button -> button.payload().equals(agreed))));
    max.tap(user, agreed);
    await("the code").atMost(PATIENCE).until(() -> consentIs(request, "sent"));
    assertThat(said(user)).map(MaxMessage::text).filteredOn(text -> CODE.matcher(text).find()).hasSize(1);
  }

  @Test void aWorkerThatEndsBeforeItReleasesWhatNobodyTookSendsItNoSecondTime() {
    String phone = freshPhone();
    cluster.simulators().script(Simulators.TELEGRAM_GATEWAY, phone, Step.throttle(1));
    cluster.restartToCrash("channel-telegram", CrashPoint.WORKER_BEFORE_RELEASE);
    cluster.awaitReady("channel-telegram");
    Answer sent = caller.send(phone);
    cluster.awaitCrashAndRestart("channel-telegram");

    // Nobody knows of the throttling any more: it counts as perhaps sent, and the other channel has its turn.
    awaitEvents(sent.messageId(), StatusType.DISPATCHED, StatusType.UNCLEAR);
    assertThat(phones.by(phone, Simulators.TELEGRAM_GATEWAY)).isEmpty();
    assertThat(caller.verify(phone, phones.codeOn(phone, Simulators.SMPP)).verified()).isTrue();
  }

  private List<MaxMessage> said(long user) {
    return cluster.simulators().max().dialogOf(user).stream().filter(MaxMessage::fromBot).toList();
  }

  private boolean consentIs(String request, String state) {
    return caller.consent(request).body().path("status").asText().equals(state);
  }

  /** The last one: a channel whose workers were killed is passed over for a while. */
  @Test
  @Order(Integer.MAX_VALUE) void whileProcessesAreKilledEveryPromiseHolds() throws Exception {
    var journal = new Journal();
    try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
      var stories = new ArrayList<Future<Void>>();
      for (int i = 0; i < 60; i++)
        stories.add(people.submit(story(journal, i * 150L)));
      for (String service : List.of("otp-engine", "channel-telegram", "api-ingress", "otp-engine"))
        cluster.killAndRestart(service);
      for (Future<Void> story : stories)
        story.get();
    }
    var evidence = cluster.evidence();
    for (Promise promise : List.of(new Promise.SequenceIsGapless(), new Promise.EndsAbsorb(),
        new Promise.OneSuccessEach(), new Promise.EachDispatchOnce(),
        new Promise.AcceptedIsInTheLog(journal.accepted), new Promise.VerifiedIsInTheLog(journal.accepted)))
      promise.holds(evidence);
    assertThat(journal.successes).allSatisfy((_, successes) -> assertThat(successes.get()).isEqualTo(1));
    assertThat(journal.successes).hasSize(60);
  }

  @Tag("long")
  @Test void whileServicesAreRestartedNoCallFails() throws Exception {
    cluster.start(Cluster.SECOND_INGRESS);
    cluster.awaitReady(Cluster.SECOND_INGRESS);
    var rolling = new RollingRestart(caller, List.of(cluster.url(), cluster.secondUrl()), phones, NUMBERS);
    rolling.of(List.of("channel-telegram", "channel-sms", "status-webhooks", "otp-engine", "api-ingress",
        Cluster.SECOND_INGRESS), cluster::restart);
    assertNoCallFailed(rolling);
  }

  /** One more engine gets its share of the partitions once it has read their state, and gives it back when it is stopped. */
  @Tag("long")
  @Test void whileAnEngineComesAndGoesNoCallFails() throws Exception {
    String added = "otp-engine-2";
    var people = new RollingRestart(caller, List.of(cluster.url()), phones, NUMBERS);
    people.of(List.of("engine comes", "engine goes"), change -> {
      boolean comes = change.equals("engine comes");
      if (comes) cluster.startForAWhile("otp-engine", added);
      else
        cluster.stop(added);
      await().atMost(REBALANCED).pollInterval(Duration.ofSeconds(1))
          .until(() -> cluster.membersAtWork("otp-engine"), members -> members == (comes ? 2 : 1));
    });
    assertNoCallFailed(people);
  }

  private void assertNoCallFailed(RollingRestart people) {
    people.longestPauses().forEach((change, pause) -> System.out.printf("%s: longest pause of a call %d ms%n", change,
        pause.toMillis()));
    assertThat(people.failed).isEmpty();
    assertThat(people.verified).isNotEmpty();
    var evidence = cluster.evidence();
    for (Promise promise : List.of(new Promise.SequenceIsGapless(), new Promise.OneSuccessEach(),
        new Promise.EachDispatchOnce(), new Promise.VerifiedIsInTheLog(people.verified)))
      promise.holds(evidence);
  }

  /** What the callers were told. */
  private static final class Journal {
    final Set<Long> accepted = ConcurrentHashMap.newKeySet();
    final Map<String, AtomicInteger> successes = new ConcurrentHashMap<>();
  }

  /** One person: a code is sent, and four right attempts race; each call is repeated until its answer is known. */
  private Callable<Void> story(Journal journal, long delayMs) {
    String phone = freshPhone();
    return () -> {
      await().pollDelay(Duration.ofMillis(delayMs)).until(() -> true);
      Answer sent = untilKnown(() -> caller.send(phone, "send-" + phone));
      assertThat(sent.sent()).as("answer %s", sent).isTrue();
      journal.accepted.add(sent.messageId());
      String code = codeOf(sent.messageId(), phone);
      var successes = new AtomicInteger();
      try (var attempts = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 4; i++) {
          String key = "verify-" + i + phone;
          attempts.execute(() -> {
            if (untilKnown(() -> caller.verify(phone, code, key)).verified()) successes.incrementAndGet();
          });
        }
      }
      journal.successes.put(phone, successes);
      return null;
    };
  }

  /** A worker that is away longer than the receipt may take is fallen back from: any channel will do. */
  private String codeOf(long messageId, String phone) {
    try {
      return phones.codeOn(phone);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("no code arrived: " + cluster.evidence().statusByMessage().get(messageId), e);
    }
  }

  private static Answer untilKnown(Callable<Answer> call) {
    return await().atMost(PATIENCE.multipliedBy(2)).pollInterval(Duration.ofMillis(300)).until(call,
        answer -> answer.status() != 0 && answer.status() != 503);
  }

  private void awaitEvents(long messageId, StatusType... types) {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
      List<StatusEvent> events = cluster.evidence().statusByMessage().getOrDefault(messageId, List.of());
      assertThat(events).extracting(StatusEvent::getType).containsSubsequence(types);
    });
  }

  private static String freshPhone() {
    return Phones.number(NUMBERS.incrementAndGet());
  }
}
