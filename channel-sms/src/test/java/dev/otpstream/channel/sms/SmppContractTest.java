package dev.otpstream.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.otpstream.kit.channel.Receipt.State;
import dev.otpstream.kit.channel.Receipt.Subject.Theirs;
import dev.otpstream.kit.channel.SendOutcome.Accepted;
import dev.otpstream.kit.channel.SendOutcome.Rejected;
import dev.otpstream.kit.channel.SendOutcome.Throttled;
import dev.otpstream.kit.channel.SendOutcome.Unavailable;
import dev.otpstream.kit.channel.SendOutcome.Unclear;
import dev.otpstream.schemas.Reason;
import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.SimulatorsConfig;
import dev.otpstream.simulators.smpp.ReceiptForm;
import dev.otpstream.simulators.smpp.ReceiptForm.MessageId;
import dev.otpstream.simulators.stage.Receipt;
import dev.otpstream.simulators.stage.Receipt.Status;
import dev.otpstream.simulators.stage.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What every channel promises, against a simulated centre that is built on another library. */
class SmppContractTest {
  private static final String PHONE = "+79990001122";
  private static Simulators simulators;
  private Worker worker;

  @BeforeAll static void startCentre() {
    simulators = Simulators.start(SimulatorsConfig.defaults());
  }

  @AfterAll static void stopCentre() {
    simulators.close();
  }

  @BeforeEach void bind() {
    simulators.forget();
    simulators.scripts().clear();
    simulators.smpp().setReceiptForm(ReceiptForm.usual());
    worker = Worker.bound(config(Map.of()));
  }

  @AfterEach void unbind() {
    worker.close();
  }

  @Test void anAcceptedMessageReachesThePhoneAndIsReportedDelivered() {
    var outcome = worker.send(PHONE);

    assertThat(outcome).isInstanceOf(Accepted.class);
    assertThat(((Accepted) outcome).parts()).isEqualTo(1);
    assertThat(simulators.messagesOf(PHONE)).singleElement().satisfies(message -> {
      assertThat(message.text()).isEqualTo(SmppSetting.TEXT);
      assertThat(message.sender()).isEqualTo("Shop");
    });
    awaitReceipt(((Accepted) outcome).providerMessageIds().getFirst(), State.DELIVERED);
  }

  @ParameterizedTest
  @CsvSource({"ESME_RINVDSTADR,RECIPIENT_INVALID,0x0B", "ESME_RINVSRCADR,SENDER_REFUSED,0x0A",
    "ESME_RINVDCS,PROVIDER_CONFIGURATION,0x104", "0x0421,OTHER,0x421"}) void aRefusalIsARejection(String error,
        Reason reason, String code) {
    simulators.script(Simulators.SMPP, PHONE, Step.refuse(error));
    assertThat(worker.send(PHONE)).isEqualTo(new Rejected(reason, code));
  }

  @Test void aFailedSubmitIsTriedOnceMore() {
    simulators.script(Simulators.SMPP, PHONE, Step.refuse("ESME_RSUBMITFAIL").times(1), Step.deliver());
    assertThat(worker.send(PHONE)).isInstanceOf(Accepted.class);

    simulators.script(Simulators.SMPP, PHONE, Step.refuse("ESME_RSUBMITFAIL"));
    assertThat(worker.send(PHONE)).isEqualTo(new Rejected(Reason.OTHER, "0x45"));
  }

  @Test void aThrottledLinkRestsBeforeItAsksAgain() {
    simulators.script(Simulators.SMPP, PHONE, Step.throttle(1).times(1), Step.deliver());

    assertThat(worker.send(PHONE)).isEqualTo(new Throttled(Duration.ofSeconds(1)));
    assertThat(worker.send(PHONE)).isInstanceOfSatisfying(Throttled.class,
        throttled -> assertThat(throttled.retryAfter()).isBetween(Duration.ZERO, Duration.ofSeconds(1)));
    await().pollInterval(Duration.ofMillis(100)).until(() -> worker.send(PHONE) instanceof Accepted);
    assertThat(simulators.journal().counters().get("smpp")).containsEntry("received submit_sm", 2L);
  }

  @Test void theCentresTroubleIsUnavailable() {
    simulators.script(Simulators.SMPP, PHONE, Step.serverError(500));
    assertThat(worker.send(PHONE)).isInstanceOf(Unavailable.class);
  }

  @Test void noAnswerInTimeIsUnclear() {
    simulators.script(Simulators.SMPP, PHONE, Step.silent());
    assertThat(worker.send(PHONE)).isInstanceOf(Unclear.class);
    assertThat(worker.send("+79990001123")).as("the link lives on").isInstanceOf(Accepted.class);
  }

  @Test void aLinkCutBeforeTheAnswerIsUnclearAtOnceAndHeals() {
    simulators.script(Simulators.SMPP, PHONE, Step.close());
    assertThat(worker.send(PHONE)).isInstanceOfSatisfying(Unclear.class,
        unclear -> assertThat(unclear.detail()).contains("link lost"));
    worker.awaitBound();
    assertThat(worker.send("+79990001123")).isInstanceOf(Accepted.class);
  }

  @Test void gibberishIsUnclearAndHeals() {
    for (Step gibberish : List.of(Step.garbage(), Step.broken(), Step.huge())) {
      simulators.script(Simulators.SMPP, PHONE, gibberish);
      worker.awaitBound();
      assertThat(worker.send(PHONE)).as("%s", gibberish.answer()).isInstanceOf(Unclear.class);
    }
    worker.awaitBound();
    assertThat(worker.send("+79990001123")).isInstanceOf(Accepted.class);
  }

  @Test void aCentreThatIsDownIsUnavailableAndFoundAgain() {
    simulators.down(Simulators.SMPP);
    await().until(() -> !worker.channel.readiness().ready());
    assertThat(worker.send(PHONE)).isInstanceOf(Unavailable.class);

    simulators.up(Simulators.SMPP);
    worker.awaitBound();
    assertThat(worker.send(PHONE)).isInstanceOf(Accepted.class);
  }

  @Test void aWrongPasswordIsToldAndWaitsForPeople() {
    try (var stranger = new Worker(config(Map.of("SMPP_PASSWORD", "guess")))) {
      await().until(() -> stranger.channel.readiness().detail().contains("bind refused: 0x0E"));
      assertThat(stranger.send(PHONE)).isInstanceOfSatisfying(Unavailable.class,
          unavailable -> assertThat(unavailable.detail()).doesNotContain("guess"));
      assertThat(simulators.journal().counters().get("smpp")).containsEntry("received bind_transceiver", 2L);
    }
  }

  @ParameterizedTest
  @EnumSource void aLongCyrillicTextArrivesWhole(SmppConfig.LongTexts way) {
    String text = "Ваш код " + SmppSetting.CODE + ". Никому его не говорите. 😀 ".repeat(9);
    worker.close(); // or else the receipts would come to it
    try (var other = Worker.bound(config(Map.of("SMPP_LONG", way.name())))) {
      var outcome = (Accepted) other.send(SmppSetting.dispatch(PHONE, text));

      assertThat(outcome.parts()).isGreaterThan(3);
      assertThat(outcome.providerMessageIds()).hasSize(way == SmppConfig.LongTexts.PAYLOAD ? 1 : outcome.parts());
      assertThat(simulators.messagesOf(PHONE)).singleElement()
          .satisfies(message -> assertThat(message.text()).isEqualTo(text));
      String last = outcome.providerMessageIds().getLast();
      await().untilAsserted(() -> assertThat(other.receipts).singleElement()
          .satisfies(receipt -> assertThat(receipt.subject()).isEqualTo(new Theirs(last))));
    }
  }

  @Test void anyPartThatFailsIsReported() {
    simulators.script(Simulators.SMPP, PHONE, Step.fail(Status.UNDELIVERED, Duration.ZERO).times(1), Step.deliver());
    var outcome = (Accepted) worker.send(SmppSetting.dispatch(PHONE, "x".repeat(200)));

    awaitReceipt(outcome.providerMessageIds().getFirst(), State.UNDELIVERED);
    awaitReceipt(outcome.providerMessageIds().getLast(), State.DELIVERED);
  }

  @Test void aLaterPartThatIsThrottledIsWaitedFor() {
    simulators.script(Simulators.SMPP, PHONE, Step.deliver().times(1), Step.throttle(1).times(1), Step.deliver());
    assertThat(worker.send(SmppSetting.dispatch(PHONE, "x".repeat(200)))).isInstanceOf(Accepted.class);
    assertThat(simulators.messagesOf(PHONE)).hasSize(1);
  }

  @Test void aLaterPartThatIsRefusedLeavesTheMessageUnclear() {
    simulators.script(Simulators.SMPP, PHONE, Step.deliver().times(1), Step.refuse("ESME_RINVDSTADR"));
    assertThat(worker.send(SmppSetting.dispatch(PHONE, "x".repeat(200)))).isInstanceOf(Unclear.class);
  }

  @Test void aReceiptThatCannotBeStoredComesAgain() {
    var failing = CompletableFuture.<Void>failedFuture(new IllegalStateException("no broker"));
    worker.store = receipt -> worker.receipts.size() == 1 ? failing : CompletableFuture.completedFuture(null);
    worker.send(PHONE);
    await().until(() -> worker.receipts.size() == 2);
    assertThat(worker.receipts).extracting(receipt -> receipt.subject()).doesNotContainNull();
    assertThat(worker.receipts.stream().distinct().map(receipt -> receipt.subject()).distinct()).hasSize(1);
  }

  @Test void aReceiptBeforeTheAnswerIsReported() {
    Step early = Step.deliver().withReceipts(Receipt.of(Status.DELIVERED, Duration.ZERO).early())
        .answerAfter(Duration.ofMillis(200));
    simulators.script(Simulators.SMPP, PHONE, early);
    var outcome = (Accepted) worker.send(PHONE);
    awaitReceipt(outcome.providerMessageIds().getFirst(), State.DELIVERED);
  }

  @ParameterizedTest
  @CsvSource({"SAME,same", "HEX_THEN_DECIMAL,hex-to-decimal",
    "DECIMAL_THEN_HEX,decimal-to-hex"}) void idsOfReceiptsAreThoseOfAnswersWhateverTheirForm(MessageId form,
        String setting) {
    worker.close(); // or else the receipts would come to it
    for (boolean parameters : new boolean[]{true, false}) {
      simulators.smpp().setReceiptForm(new ReceiptForm(form, parameters, parameters));
      try (var other = Worker.bound(config(Map.of("SMPP_RECEIPT_IDS", setting)))) {
        var outcome = (Accepted) other.send(PHONE);
        await().untilAsserted(() -> assertThat(other.receipts)

            .singleElement().satisfies(receipt -> assertThat(
                receipt.subject()).isEqualTo(new Theirs(outcome.providerMessageIds().getFirst()))));
      }
    }
  }

  @Test void aTransmitterSendsAndAReceiverReceives() {
    worker.close();
    try (var pair = Worker.bound(config(Map.of("SMPP_BIND", "tx+rx")))) {
      await().until(() -> pair.channel.readiness().detail().startsWith("2 of 2"));
      assertThat(pair.send(PHONE)).isInstanceOf(Accepted.class);
      await().until(() -> pair.receipts.size() == 1);
    }
  }

  private static SmppConfig config(Map<String, String> changes) {
    return SmppSetting.config(simulators.smppPort(), changes);
  }

  private void awaitReceipt(String id, State state) {
    await().untilAsserted(() -> assertThat(worker.receipts).anySatisfy(receipt -> {
      assertThat(receipt.subject()).isEqualTo(new Theirs(id));
      assertThat(receipt.state()).isEqualTo(state);
    }));
  }
}
