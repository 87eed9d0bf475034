package dev.otpstream.channel.telegram;

import static dev.otpstream.channel.telegram.ConsentStage.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.kit.Service;
import dev.otpstream.schemas.ConsentState;
import dev.otpstream.schemas.VerifyOutcome;
import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.stage.Step;
import dev.otpstream.simulators.telegrambot.BotMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the link to the code and back: the real engine, a real broker, Telegram as simulated. */
class ConsentFlowTest {
  private static final AtomicLong USERS = new AtomicLong(5_000_000_000L);
  private static ConsentStage stage;
  private static Service worker;
  private final long ann = USERS.incrementAndGet();
  private final long bob = USERS.incrementAndGet();

  @BeforeAll static void start(@TempDir Path folder) {
    stage = new ConsentStage(folder);
    worker = stage.worker();
    until(() -> worker.readiness().ready());
  }

  @AfterAll static void stop() {
    worker.close();
    stage.close();
  }

  @Test void whoAgreesGetsTheCodeAndItVerifies() {
    String link = stage.link();
    stage.opens(ann, link);
    BotMessage question = stage.said(ann).getFirst();
    assertThat(question.text()).contains("Acme & Sons", "Shoes <for all>");
    assertThat(question.buttons()).extracting(BotMessage.Button::data)
        .containsExactly("otp:y:" + link, "otp:n:" + link);

    stage.telegram.tap(ann, "otp:y:" + link);
    until(() -> stage.codes(ann).size() == 1);
    BotMessage code = stage.said(ann).getLast();
    assertThat(code.text()).isEqualTo("Your code for Acme & Sons: " + code.codes().getFirst());
    assertThat(code.protectedContent()).isTrue();
    until(() -> stage.said(ann).getFirst().buttons().isEmpty());
    until(() -> stage.telegram.spinning(ann) == 0);
    until(() -> stage.state(link) == ConsentState.SENT);
    assertThat(stage.subscribed(ann)).isTrue();
    assertThat(stage.verifies(ann, code.codes().getFirst())).isEqualTo(VerifyOutcome.VERIFIED);
  }

  @Test void aUsedCodeVanishesFromTheChat() {
    String code = stage.agrees(ann, stage.link());
    assertThat(stage.verifies(ann, code)).isEqualTo(VerifyOutcome.VERIFIED);
    until(() -> stage.said(ann).getLast().text().equals("This code was used."));
    assertThat(stage.codes(ann)).isEmpty();
  }

  @Test void aDeadCodeVanishesFromTheChat() {
    stage.agrees(ann, stage.link());
    for (int guess = 0; guess < 3; guess++)
      assertThat(stage.verifies(ann, "wrong!")).isNotEqualTo(VerifyOutcome.VERIFIED);
    until(() -> stage.said(ann).getLast().text().equals("This code is no longer valid."));
    assertThat(stage.codes(ann)).isEmpty();
  }

  @Test void whoHasSubscribedIsNotAskedAgain() {
    stage.agrees(ann, stage.link());
    String link = stage.link();
    stage.telegram.start(ann, "otp_" + link);

    until(() -> stage.said(ann).size() == 3);
    until(() -> stage.state(link) == ConsentState.SENT);
    assertThat(stage.said(ann)).filteredOn(message -> !message.offered().isEmpty()).hasSize(1);
  }

  @Test void aSecondTapGetsNoSecondCodeAndASecondPersonNone() {
    String link = stage.link();
    stage.opens(bob, link); // both see the question before anybody answers
    stage.agrees(ann, link);
    stage.telegram.tap(ann, "otp:y:" + link);
    stage.telegram.tap(bob, "otp:y:" + link);

    until(() -> stage.said(bob).getFirst().text().contains("somebody else"));
    until(() -> stage.telegram.spinning(ann) == 0 && stage.telegram.unconfirmed() == 0);
    assertThat(stage.codes(ann)).hasSize(1);
    assertThat(stage.codes(bob)).isEmpty();
    assertThat(stage.subscribed(bob)).isFalse();
  }

  @Test void aForgedTapOnAnothersRequestGetsNothing() {
    String link = stage.link();
    stage.agrees(ann, link);
    stage.telegram.start(bob, null);
    stage.telegram.forge(bob, "otp:y:" + link);

    until(() -> stage.said(bob).stream().anyMatch(message -> message.text().contains("somebody else")));
    assertThat(stage.codes(bob)).isEmpty();
  }

  @Test void whoDeclinesIsLeftAlone() {
    String link = stage.link();
    stage.opens(ann, link);
    stage.telegram.tap(ann, "otp:n:" + link);

    until(() -> stage.said(ann).getFirst().text().startsWith("As you wish"));
    assertThat(stage.said(ann).getFirst().buttons()).isEmpty();
    assertThat(stage.state(link)).isEqualTo(ConsentState.CANCELLED);
    assertThat(stage.codes(ann)).isEmpty();
  }

  @Test void aLateTapIsTold() {
    String link = stage.link(Duration.ofSeconds(8));
    stage.opens(ann, link);
    until(() -> stage.state(link) == ConsentState.EXPIRED);
    stage.telegram.tap(ann, "otp:y:" + link);

    until(() -> stage.said(ann).getFirst().text().contains("too old"));
    assertThat(stage.codes(ann)).isEmpty();
  }

  @Test void aPlainStartIsGreetedAndOddPayloadsAreThatToo() {
    stage.telegram.start(ann, null);
    stage.telegram.start(ann, "sub_nobody");
    stage.telegram.start(ann, "whatever");

    until(() -> stage.said(ann).size() == 3);
    assertThat(stage.said(ann)).extracting(BotMessage::text).allMatch(text -> text.startsWith("Hello!"));
    assertThat(stage.subscribed(ann)).isFalse();
  }

  @Test void aSubscribeLinkSubscribes() {
    stage.telegram.start(ann, "sub_" + ConsentStage.ACCOUNT);

    until(() -> stage.subscribed(ann));
    until(() -> stage.said(ann).size() == 1);
    assertThat(stage.said(ann).getFirst().text()).contains("Acme & Sons", "/stop");
  }

  @Test void whoStopsIsNoSubscriberAnyMore() {
    stage.agrees(ann, stage.link());
    until(() -> stage.subscribed(ann));
    stage.telegram.type(ann, "/stop");

    until(() -> !stage.subscribed(ann));
    until(() -> stage.said(ann).getLast().text().contains("no more messages"));
  }

  @Test void whoBlocksTheBotIsNoSubscriberAnyMore() {
    stage.agrees(ann, stage.link());
    until(() -> stage.subscribed(ann));
    stage.telegram.block(ann);

    until(() -> !stage.subscribed(ann));
  }

  @Test void whoseAccountIsGoneIsFoundOutWithTheNextCode() {
    stage.agrees(ann, stage.link());
    until(() -> stage.subscribed(ann));
    String link = stage.link();
    stage.telegram.deactivate(ann);
    stage.telegram.start(ann, "otp_" + link);

    until(() -> stage.state(link) == ConsentState.EXPIRED); // the code could not be sent
    until(() -> !stage.subscribed(ann));
  }

  @Test void aThrottledBotSaysItLater() {
    String link = stage.link();
    stage.simulators.script(Simulators.TELEGRAM_BOT, Long.toString(ann), Step.throttle(1).times(1));
    stage.agrees(ann, link);

    until(() -> stage.state(link) == ConsentState.SENT);
  }
}
