package dev.otpstream.channel.max;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.kit.Service;
import dev.otpstream.schemas.BotUpdate;
import dev.otpstream.schemas.BotUpdateKind;
import dev.otpstream.schemas.ConsentState;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.VerifyOutcome;
import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.max.MaxMessage;
import dev.otpstream.simulators.stage.Step;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From the link to the code: the real engine, a real broker, the real worker, the simulated messenger. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class ConsentFlowTest {
  private static final AtomicLong USERS = new AtomicLong(5_000);
  private static ConsentStage stage;
  private static Service worker;
  private final long ann = USERS.incrementAndGet();
  private final long bob = USERS.incrementAndGet();

  @BeforeAll static void start(@TempDir Path folder) {
    stage = new ConsentStage(folder);
    worker = stage.worker();
  }

  @AfterAll static void stop() {
    worker.close();
    stage.close();
  }

  @Test void whoAgreesGetsTheCodeAndItVerifies() {
    String link = stage.link();
    stage.opens(ann, link);
    MaxMessage question = stage.said(ann).getFirst();
    assertThat(question.text()).contains("Acme & Sons").contains("Shoes <for all>");
    assertThat(question.buttons()).extracting(MaxMessage.Button::payload).containsExactly("otp:y:" + link,
        "otp:n:" + link);
    assertThat(stage.state(link)).isEqualTo(ConsentState.PENDING);

    stage.agrees(ann, link);
    String code = stage.code(ann);
    ConsentStage.until(() -> stage.state(link) == ConsentState.SENT);
    ConsentStage.until(() -> stage.said(ann).getFirst().buttons().isEmpty());
    assertThat(stage.said(ann).getFirst().text()).as("only the buttons vanish").isEqualTo(question.text());
    assertThat(stage.verifies(ann, code)).isEqualTo(VerifyOutcome.VERIFIED);
    ConsentStage.until(() -> stage.said(ann).getLast().text().equals("This code was used."));
    ConsentStage.until(() -> stage.subscribed(ann));
  }

  @Test void theWrittenFormOfALinkDoesTheSameAndASubscriberIsNotAskedAgain() {
    subscribes(ann);
    String first = stage.codes(ann).getFirst();
    String link = stage.link();
    stage.max.type(ann, "/start otp_" + link);
    // The first code is dead now, and may be taken out of the dialog already.
    ConsentStage.until(() -> stage.codes(ann).stream().anyMatch(code -> !code.equals(first)));
    ConsentStage.until(() -> stage.state(link) == ConsentState.SENT);
  }

  @Test void aSecondTapAndASecondPersonGetNoCode() {
    String link = stage.link();
    stage.opens(ann, link);
    stage.opens(bob, link);
    stage.agrees(ann, link);
    stage.agrees(ann, link);
    stage.code(ann);
    stage.agrees(bob, link);
    ConsentStage.until(() -> stage.said(bob).getFirst().text().contains("somebody else"));
    assertThat(stage.said(bob)).singleElement().satisfies(said -> assertThat(said.buttons()).isEmpty());
    assertThat(stage.codes(ann)).hasSize(1);
    assertThat(stage.codes(bob)).isEmpty();
  }

  @Test void whoDeclinesIsLeftAlone() {
    String link = stage.link();
    stage.opens(ann, link);
    stage.max.tap(ann, "otp:n:" + link);
    ConsentStage.until(() -> stage.state(link) == ConsentState.CANCELLED);
    ConsentStage.until(() -> stage.said(ann).getFirst().text().startsWith("As you wish"));
    stage.agrees(ann, link); // on a screen that is old
    ConsentStage.until(() -> stage.said(ann).getFirst().text().contains("too old"));
    assertThat(stage.said(ann)).hasSize(1);
  }

  @Test void aForgedTapDoesNotTakeALinkThatIsAnothers() {
    String link = stage.link();
    stage.opens(ann, link);
    stage.agrees(ann, link);
    stage.code(ann);
    stage.max.start(bob, null);
    stage.max.forge(bob, "otp:y:" + link);
    ConsentStage.until(() -> stage.said(bob).stream().anyMatch(said -> said.text().contains("somebody else")));
    assertThat(stage.codes(bob)).isEmpty();
  }

  @Test void ofBothLinksTheFirstConsentWins() {
    String byMax = stage.link();
    stage.telegramSays(BotUpdateKind.STARTED, bob, byMax);
    stage.opens(ann, byMax);
    stage.agrees(ann, byMax);
    stage.code(ann);
    stage.telegramSays(BotUpdateKind.CONSENTED, bob, byMax);
    ConsentStage.until(() -> stage.all(Topics.BOT_ORDERS_TELEGRAM).stream()
        .anyMatch(order -> order.getKind().name().equals("TAKEN") && order.getUpdateId().startsWith(byMax)));

    String byTelegram = stage.link();
    stage.opens(bob, byTelegram);
    stage.telegramSays(BotUpdateKind.CONSENTED, ann, byTelegram);
    ConsentStage.until(() -> stage.all(Topics.DISPATCH_TELEGRAM).size() == 1);
    stage.agrees(bob, byTelegram);
    ConsentStage.until(() -> stage.said(bob).getFirst().text().contains("somebody else"));
    assertThat(stage.codes(bob)).isEmpty();
  }

  @Test void whoStopsInWordsOrByBlockingIsNoSubscriberAnyMore() {
    subscribes(ann);
    stage.max.type(ann, "/stop");
    ConsentStage.until(() -> !stage.subscribed(ann));
    subscribes(bob);
    stage.max.stop(bob);
    ConsentStage.until(() -> !stage.subscribed(bob));

    String link = stage.link();
    stage.opens(bob, link);
    assertThat(stage.codes(bob)).as("asked again").hasSize(1);
  }

  @Test void whoTurnsOutToBeOutOfReachIsNoSubscriberEither() {
    subscribes(ann);
    stage.simulators.script(Simulators.MAX, Long.toString(ann), Step.refuse("chat.denied"));
    String link = stage.link();
    stage.max.type(ann, "/start otp_" + link);
    ConsentStage.until(() -> !stage.subscribed(ann));
    ConsentStage.until(() -> stage.state(link) == ConsentState.EXPIRED);
  }

  @Test void aSubscribeLinkSubscribesWithoutACode() {
    stage.max.start(ann, "sub_" + ConsentStage.ACCOUNT);
    ConsentStage.until(() -> stage.subscribed(ann));
    ConsentStage.until(() -> !stage.said(ann).isEmpty());
    stage.max.start(bob, "sub_nobody");
    ConsentStage.until(() -> stage.said(bob).stream().anyMatch(said -> said.text().startsWith("Hello")));
    assertThat(stage.subscribed(bob)).isFalse();
  }

  @Test void aRestartBetweenAnyTwoStepsLosesAndRepeatsNothing() {
    String link = stage.link();
    worker.close();
    stage.max.start(ann, "otp_" + link);
    worker = stage.worker();
    stage.awaitQuestion(ann, link);

    worker.close();
    stage.agrees(ann, link);
    stage.stopEngine();
    worker = stage.worker();
    ConsentStage.until(() -> stage.all(Topics.BOT_UPDATES).stream()
        .anyMatch(update -> link.equals(update.getRequestId()) && update.getKind() == BotUpdateKind.CONSENTED));
    assertThat(stage.codes(ann)).isEmpty();

    worker.close();
    stage.startEngine();
    ConsentStage.until(() -> stage.all(Topics.DISPATCH_MAX).stream()
        .anyMatch(dispatch -> dispatch.getRecipientMasked().endsWith(Long.toString(ann).substring(2))));
    assertThat(stage.state(link)).isEqualTo(ConsentState.PENDING);

    worker = stage.worker();
    String code = stage.code(ann);
    ConsentStage.until(() -> stage.state(link) == ConsentState.SENT);
    worker.close();
    stage.stopEngine();
    stage.startEngine();
    worker = stage.worker();
    assertThat(stage.verifies(ann, code)).isEqualTo(VerifyOutcome.VERIFIED);
    assertThat(stage.codes(ann)).hasSize(1);
    assertThat(stage.said(ann)).as("one question, one code").hasSize(2);
  }

  @Test void whatUsersDidWhileNobodyListenedIsHeardOnceInOrder() {
    subscribes(ann); // the mark is known from here on
    worker.close();
    int before = stage.all(Topics.BOT_UPDATES).size();
    List<Long> users = LongStream.range(0, 25).map(_ -> USERS.incrementAndGet()).boxed().toList();
    users.forEach(user -> stage.max.start(user, null));
    worker = stage.worker();
    ConsentStage.until(() -> users.stream().noneMatch(user -> stage.said(user).isEmpty()));
    worker.close();
    worker = stage.worker();

    String link = stage.link();
    stage.opens(bob, link); // whatever would be heard again has been
    List<BotUpdate> heard = stage.all(Topics.BOT_UPDATES);
    assertThat(heard).hasSize(before + users.size() + 1);
    assertThat(users).allSatisfy(user -> assertThat(stage.said(user)).hasSize(1));
  }

  @Test void nothingReadableOfUsersIsInTheLog() {
    subscribes(ann);
    String name = "User " + ann;
    String id = Long.toString(ann);
    List<Object> records = new ArrayList<>();
    records.addAll(stage.all(Topics.BOT_UPDATES));
    records.addAll(stage.all(Topics.BOT_ORDERS_MAX));
    assertThat(records).isNotEmpty().allSatisfy(record -> assertThat(record.toString()).doesNotContain(name));
    assertThat(stage.all(Topics.BOT_UPDATES)).extracting(BotUpdate::getUpdateId)
        .noneMatch(updateId -> updateId.contains(id));
  }

  private void subscribes(long user) {
    String link = stage.link();
    stage.opens(user, link);
    stage.agrees(user, link);
    stage.code(user);
    ConsentStage.until(() -> stage.subscribed(user) && stage.state(link) == ConsentState.SENT);
  }
}
