package dev.otpstream.simulators.smpp;

import static dev.otpstream.simulators.Simulators.SMPP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.SimulatorsConfig;
import dev.otpstream.simulators.stage.Receipt;
import dev.otpstream.simulators.stage.Receipt.Flaw;
import dev.otpstream.simulators.stage.Receipt.Status;
import dev.otpstream.simulators.stage.Step;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.extra.SessionState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What scripts make the SMS centre do, seen by a client of another make. */
class SmppScriptsTest {
  private static final String PHONE = "380501234567";
  private static final Duration SOON = Duration.ofMillis(10);

  private Simulators simulators;
  private Esme esme;

  @BeforeEach void start() throws IOException {
    simulators = Simulators.start(SimulatorsConfig.defaults()
        .withSmpp(SmppConfig.defaults().withReceiptPause(SOON).withReceiptWindow(5).withSubmitWindow(2)));
    esme = bind(BindType.BIND_TRX);
  }

  @AfterEach void stop() {
    esme.close();
    simulators.close();
  }

  @Test void aReceiptTellsByTextAndByParameters() throws Exception {
    String id = esme.submit(PHONE, "Code 4711 is your code for the shop");

    await().untilAsserted(() -> assertThat(esme.receipts()).hasSize(1));
    DeliverSm receipt = esme.receipts().getFirst();
    assertThat(receipt.isSmscDeliveryReceipt()).isTrue();
    assertThat(receipt.getSourceAddr()).isEqualTo(PHONE);
    assertThat(receipt.getDestAddress()).isEqualTo("Shop");
    assertThat(receipt.getShortMessageAsDeliveryReceipt().getId()).isEqualTo(id);
    assertThat(esme.receiptTexts()).singleElement().asString().matches("id:" + id
        + " sub:001 dlvrd:001 submit date:\\d{10} done date:\\d{10} stat:DELIVRD err:000 text:Code 4711 is your co");
    assertThat(receipt.getOptionalParameter(OptionalParameter.Receipted_message_id.class).getValueAsString())
        .isEqualTo(id);
    assertThat(receipt.getOptionalParameter(OptionalParameter.Message_state.class).getValue()).isEqualTo((byte) 2);
  }

  @Test void receiptsComeOnlyIfAskedFor() throws Exception {
    simulators.script(SMPP, PHONE, Step.deliver(SOON).times(2), Step.fail(Status.UNDELIVERED, SOON).times(2),
        Step.deliver(SOON));
    submit(0);
    submit(2);
    submit(0);

    submit(2);
    submit(1);

    await().untilAsserted(() -> assertThat(esme.receiptTexts()).hasSize(2));
    assertThat(esme.receiptTexts()).anyMatch(text -> text.contains("stat:UNDELIV"))
        .anyMatch(text -> text.contains("stat:DELIVRD"));
  }

  @Test void anIdMayBeHexInTheAnswerAndDecimalInTheReceipt() throws Exception {
    simulators.smpp().setReceiptForm(new ReceiptForm(ReceiptForm.MessageId.HEX_THEN_DECIMAL, false, false));

    String id = esme.submit(PHONE, "x");

    await().untilAsserted(() -> assertThat(esme.receiptTexts()).singleElement().asString()
        .startsWith("id:" + Long.parseLong(id, 16) + " "));
    DeliverSm receipt = esme.receipts().getFirst();
    assertThat(receipt.isSmscDeliveryReceipt()).isFalse();
    assertThat(receipt.getOptionalParameters()).isEmpty();
  }

  @Test void aReceiptMayComeOnAnotherSessionAndWaitsForIt() throws Exception {
    try (Esme transmitter = bind(BindType.BIND_TX)) {
      esme.close();
      String id = transmitter.submit(PHONE, "x");

      try (Esme receiver = bind(BindType.BIND_RX)) {
        await().untilAsserted(() -> assertThat(receiver.receiptTexts()).singleElement().asString().contains(id));
      }
      assertThat(transmitter.receipts()).isEmpty();
    }
  }

  @Test void aReceiptAnsweredWithAnErrorIsSentAgain() throws Exception {
    esme.answersFirst(0x64, 0x64);

    String id = esme.submit(PHONE, "x");

    await().untilAsserted(() -> assertThat(esme.receiptTexts()).hasSize(3).allMatch(text -> text.contains(id)));
    await().untilAsserted(() -> assertThat(simulators.journal().counters().get(SMPP)).containsEntry("receipt taken", 1L)
        .containsEntry("receipt refused", 2L));
  }

  @Test void noMoreReceiptsAreOpenThanTheWindowAllows() throws Exception {
    var release = new CountDownLatch(1);
    esme.holdsAnswers(release);
    try (Esme transmitter = bind(BindType.BIND_TX)) {
      for (int message = 0; message < 8; message++) {
        transmitter.submit(PHONE, "x");
      }
    }

    await().during(Duration.ofMillis(300)).until(() -> counter("sent deliver_sm") == 5);

    release.countDown();
    await().until(() -> counter("receipt taken") == 8);
  }

  @Test void aReceiptLostWithItsSessionComesOnTheNext() throws Exception {
    var never = new CountDownLatch(1);
    try (Esme lost = bind(BindType.BIND_RX)) {
      esme.close();
      lost.holdsAnswers(never);
      try (Esme transmitter = bind(BindType.BIND_TX)) {
        transmitter.submit(PHONE, "x");
      }
      await().until(() -> !lost.receipts().isEmpty());
      simulators.down(SMPP);
      never.countDown();
    }
    simulators.up(SMPP);

    try (Esme next = bind(BindType.BIND_RX)) {
      await().until(() -> next.receipts().size() == 1);
    }
  }

  @Test void aReceiptMayBeDoubledContradictedOrAboutNoMessage() throws Exception {
    simulators.script(SMPP, PHONE, Step.noReceipt().withReceipts(Receipt.of(Status.DELIVERED, SOON).times(2),
        Receipt.of(Status.REJECTED, SOON), Receipt.of(Status.DELIVERED, SOON).with(Flaw.UNKNOWN_ID)));

    String id = esme.submit(PHONE, "x");

    await().untilAsserted(() -> assertThat(esme.receiptTexts()).hasSize(4));
    assertThat(esme.receiptTexts()).filteredOn(text -> text.contains("id:" + id)).hasSize(3);
    assertThat(esme.receiptTexts()).filteredOn(text -> text.contains("stat:REJECTD")).hasSize(1);
  }

  @Test void aReceiptMayComeBeforeTheAnswer() throws Exception {
    simulators.script(SMPP, PHONE, Step.noReceipt().withReceipts(Receipt.of(Status.DELIVERED, Duration.ZERO).early())
        .answerAfter(Duration.ofSeconds(1)));

    String id = esme.submit(PHONE, "x");

    assertThat(esme.receiptTexts()).singleElement().asString().contains(id);
  }

  @Test void throttlingEndsAndTheMessageIsDelivered() throws Exception {
    simulators.script(SMPP, PHONE, Step.throttle(1).times(2), Step.deliver(SOON));

    assertRefused(0x58);
    assertRefused(0x58);
    esme.submit(PHONE, "x");

    assertThat(simulators.messagesOf(PHONE)).hasSize(1);
  }

  @Test void refusalsNameAnyCommandStatus() {
    simulators.script(SMPP, PHONE, Step.refuse("ESME_RINVDSTADR"), Step.refuse("0x0403"), Step.refuse("20"),
        Step.serverError(500), Step.refuse("WHATEVER"));

    assertRefused(0x0B);
    assertRefused(0x0403);
    assertRefused(0x14);
    assertRefused(0x08);
    assertRefused(0x45);
    assertThat(simulators.messagesOf(PHONE)).isEmpty();
  }

  @Test void silenceLeavesTheCallerWithoutAnswerButThePhoneWithTheMessage() {
    simulators.script(SMPP, PHONE, Step.silent());
    esme.session().setTransactionTimer(300);

    assertThatThrownBy(() -> esme.submit(PHONE, "x")).isInstanceOf(AssertionError.class)
        .hasCauseInstanceOf(ResponseTimeoutException.class);

    assertThat(simulators.messagesOf(PHONE)).hasSize(1);
  }

  @Test void aGarbageAnswerIsAGenericNack() {
    simulators.script(SMPP, PHONE, Step.garbage());

    assertThatThrownBy(() -> esme.submit(PHONE, "x"));

    assertThat(simulators.journal().counters().get(SMPP)).containsEntry("sent garbage", 1L);
    assertThat(esme.session().getSessionState().isBound()).isTrue();
  }

  @Test void aBrokenOrClosedAnswerCostsTheSession() throws Exception {
    for (Step step : new Step[]{Step.broken(), Step.close()}) {
      simulators.script(SMPP, PHONE, step);
      try (Esme unlucky = bind(BindType.BIND_TX)) {
        unlucky.session().setTransactionTimer(1_000);
        assertThatThrownBy(() -> unlucky.submit(PHONE, "x"));
        await().until(() -> unlucky.session().getSessionState() == SessionState.CLOSED);
      }
    }
    assertThat(esme.session().getSessionState().isBound()).isTrue();
  }

  @Test void aHugeAnswerIsSentWhole() throws Exception {
    simulators.script(SMPP, PHONE, Step.huge());
    try (Esme unlucky = bind(BindType.BIND_TX)) {
      unlucky.session().setTransactionTimer(1_000);
      assertThatThrownBy(() -> unlucky.submit(PHONE, "x"));
    }
    assertThat(simulators.messagesOf(PHONE)).hasSize(1);
  }

  @Test void tooManyOpenSubmitsAreThrottled() {
    simulators.script(SMPP, PHONE, Step.deliver().answerAfter(Duration.ofSeconds(2)));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var submits = IntStream.range(0, 5).mapToObj(n -> CompletableFuture.supplyAsync(() -> {
        try {
          return esme.submit(PHONE, "x");
        } catch (NegativeResponseException refusal) {
          return "refused " + refusal.getCommandStatus();
        }
      }, threads)).toList();

      assertThat(submits).map(submit -> submit.get(10, TimeUnit.SECONDS))
          .filteredOn(answer -> answer.equals("refused " + 0x58)).hasSize(3);
    }
  }

  @Test void aProviderThatIsDownRefusesAndComesBackOnItsPort() throws Exception {
    int port = simulators.smppPort();

    simulators.down(SMPP);

    await().until(() -> esme.session().getSessionState() == SessionState.CLOSED);
    assertThatThrownBy(() -> bind(BindType.BIND_TRX)).isInstanceOf(IOException.class);
    simulators.up(SMPP);
    try (Esme again = bind(BindType.BIND_TRX)) {
      again.submit(PHONE, "x");
    }
    assertThat(simulators.smppPort()).isEqualTo(port);
    assertThat(simulators.messagesOf(PHONE)).hasSize(1);
  }

  private long counter(String name) {
    return simulators.journal().counters().get(SMPP).getOrDefault(name, 0L);
  }

  private void submit(int registeredDelivery) throws NegativeResponseException {
    esme.submit(PHONE, 0, 0, new byte[]{'x'}, registeredDelivery);
  }

  private void assertRefused(int commandStatus) {
    assertThatThrownBy(() -> esme.submit(PHONE, "x")).isInstanceOfSatisfying(NegativeResponseException.class,
        refusal -> assertThat(refusal.getCommandStatus()).isEqualTo(commandStatus));
  }

  private Esme bind(BindType type) throws IOException {
    return new Esme(simulators.smppHost(), simulators.smppPort(), type, simulators.smppSystemId(),
        simulators.smppPassword());
  }
}
