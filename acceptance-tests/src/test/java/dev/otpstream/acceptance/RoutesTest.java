package dev.otpstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.otpstream.acceptance.Caller.Answer;
import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.max.MaxMessage;
import dev.otpstream.simulators.stage.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every message by the channel that works, and each once, whatever providers and workers do. It prints what it saw. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoutesTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int RATE = 20;
  /** How long the first channel's provider thinks while workers come and go: a dozen sends are in flight. */
  private static final Duration SLOW = Duration.ofMillis(600);
  /** So long nearly all must go by a channel until it counts as taken up again. */
  private static final Duration STEADY = Duration.ofSeconds(5);
  private Cluster cluster;
  private Caller caller;
  private Phones phones;

  @BeforeAll void start(@TempDir Path folder) {
    cluster = new Cluster(folder, 6);
    caller = Caller.withNewAccount(cluster.url(), Cluster.ADMIN_TOKEN);
    phones = new Phones(cluster.simulators());
  }

  @AfterAll void stop() {
    if (cluster != null) cluster.close();
  }

  @Tag("long")
  @Test void aDeadProviderIsAvoidedAndTakenUpAgainByItself() {
    try (var load = new Load(RATE, caller::send)) {
      load.lasts(Duration.ofSeconds(8));
      Duration dead = load.time();
      cluster.simulators().down(Simulators.TELEGRAM_GATEWAY);
      load.lasts(Duration.ofSeconds(30));
      Duration back = load.time();
      cluster.simulators().up(Simulators.TELEGRAM_GATEWAY);
      await("traffic on the first channel").atMost(Duration.ofSeconds(70)).pollInterval(Duration.ofMillis(200))
          .until(() -> isBack(load, back));
      Duration again = load.time().minus(STEADY);
      load.ends();

      var before = load.between(Duration.ZERO, dead);
      var settled = load.between(dead.plus(Duration.ofSeconds(10)), back);
      double avoided = Load.share(settled, "sms");
      System.out.printf("outage: %d sends a second, %d sends, %d accepted%n", RATE, load.sends().size(),
          load.accepted().size());
      System.out.printf("outage: before t0 %.1f %% by telegram; the first that avoids it %.1f s after t0%n",
          100 * Load.share(before, "telegram"), seconds(firstBySms(load, dead).minus(dead)));
      System.out.printf("outage: from t0+10 s %d of %d sends avoid the dead provider (%.1f %%)%n",
          Math.round(avoided * settled.size()), settled.size(), 100 * avoided);
      System.out.printf("outage: traffic is back %.1f s after the provider%n",
          seconds(again.minus(back)));
      assertThat(settled).isNotEmpty();
      assertThat(avoided).isGreaterThanOrEqualTo(0.95);
      assertThat(again.minus(back)).isLessThanOrEqualTo(Duration.ofSeconds(60));
    }
  }

  @Tag("long")
  @Test void workersComeAndGoAndEveryMessageEnds() {
    int kills = 0;
    cluster.simulators().scriptDefault(Simulators.TELEGRAM_GATEWAY, Step.deliver().answerAfter(SLOW));
    try (var load = new Load(RATE, this::sendAndVerify)) {
      for (int worker = 2; worker <= 4; worker++)
        cluster.start("channel-telegram", "channel-telegram-" + worker);
      for (int worker = 2; worker <= 4; worker++)
        cluster.awaitReady("channel-telegram-" + worker);
      load.lasts(Duration.ofSeconds(5));
      for (int worker : new int[]{2, 3}) {
        cluster.kill("channel-telegram-" + worker);
        kills++;
        load.lasts(Duration.ofSeconds(6));
      }
      cluster.stop("channel-telegram-4");
      load.lasts(Duration.ofSeconds(5));
      load.ends();
      cluster.simulators().scriptDefault(Simulators.TELEGRAM_GATEWAY, Step.deliver());

      var received = load.accepted().stream().map(sent -> phones.by(sent.phone(), Simulators.TELEGRAM_GATEWAY).size())
          .toList();
      long duplicates = received.stream().mapToInt(count -> Math.max(0, count - 1)).sum();
      long fellBack = load.accepted().stream().filter(sent -> !phones.by(sent.phone(), Simulators.SMPP).isEmpty())
          .count();
      long verified = load.accepted().stream().filter(sent -> sent.answer().verified()).count();
      System.out.printf("workers: 1, 4, 1 under %d sends a second, %d killed: %d accepted, %d verified, "
          + "%d duplicates at the provider, %d sent by the next channel, too%n", RATE, kills, load.accepted().size(),
          verified, duplicates, fellBack);
      assertThat(received).isNotEmpty();
      assertThat(verified).isEqualTo(load.accepted().size());
      assertThat(duplicates).isLessThanOrEqualTo(kills);
      new Promise.EachDispatchOnce().holds(cluster.evidence());
      new Promise.SequenceIsGapless().holds(cluster.evidence());
    }
  }

  @Test void aCodeByMaxVerifies() {
    long user = 4711;
    Answer asked = caller.requestsConsent(Map.of("channel", "max"));
    String request = asked.body().path("request_id").asText();
    var max = cluster.simulators().max();
    max.start(user, "otp_" + request);
    await("the bot asks").atMost(PATIENCE).until(() -> !saidTo(user).isEmpty());
    max.tap(user, "otp:y:" + request);
    Answer sent = await("the code was sent").atMost(PATIENCE).pollInterval(Duration.ofMillis(300))
        .until(() -> caller.consent(request), answer -> answer.body().path("status").asText().equals("sent"));
    String subscriber = sent.body().path("subscriber_id").asText();
    String code = await("the code").atMost(PATIENCE).until(() -> cluster.simulators().messagesOf(Long.toString(user)),
        found -> !found.isEmpty()).getLast().text();

    assertThat(caller.verify(Map.of("subscriber_id", subscriber, "code", Phones.codeIn(code))).verified()).isTrue();
  }

  /** Whether nearly all of the last seconds went by the first channel. */
  private static boolean isBack(Load load, Duration since) {
    Duration now = load.time();
    Duration from = now.minus(STEADY);
    return from.compareTo(since) >= 0 && Load.share(load.between(from, now), "telegram") >= 0.95;
  }

  private static Duration firstBySms(Load load, Duration since) {
    return load.between(since, load.time()).stream().filter(sent -> sent.by("sms")).findFirst().orElseThrow().at();
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }

  private Answer sendAndVerify(String phone) {
    Answer sent = caller.send(Map.of("phone", phone, "channels", List.of("telegram", "sms")));
    if (!sent.sent()) return sent;
    return caller.verify(phone, phones.codeOn(phone));
  }

  private List<MaxMessage> saidTo(long user) {
    return cluster.simulators().max().dialogOf(user).stream().filter(MaxMessage::fromBot).toList();
  }
}
