package dev.otpstream.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.otpstream.kit.channel.OpenDispatch;
import dev.otpstream.kit.channel.SendOutcome.Accepted;
import dev.otpstream.kit.channel.SendOutcome.Rejected;
import dev.otpstream.kit.channel.SendOutcome.Throttled;
import dev.otpstream.kit.channel.SendOutcome.Unavailable;
import dev.otpstream.kit.channel.SendOutcome.Unclear;
import dev.otpstream.schemas.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jsmpp.PDUStringException;
import org.jsmpp.SMPPConstant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sessions with a centre that misbehaves in ways no simulator offers. */
class SessionTest {
  private static final String PHONE = "+79990001122";

  @Test void twoMissingSignsOfLifeCloseTheLink() throws Exception {
    var enquiries = new AtomicInteger();
    try (var centre = new FakeCentre((peer, pdu) -> {
      if (pdu.commandId() == SMPPConstant.CID_ENQUIRE_LINK) enquiries.incrementAndGet();
    }); var _ = Worker.bound(config(centre, Map.of("SMPP_ENQUIRE_LINK", "20ms", "SMPP_RESPONSE_TIMEOUT", "100ms")))) {
      await().until(() -> centre.peers.size() >= 2);
      assertThat(enquiries.get()).isGreaterThanOrEqualTo(2);
    }
  }

  @Test void oneMissingSignOfLifeDoesNot() throws Exception {
    var enquiries = new AtomicInteger();
    try (var centre = new FakeCentre((peer, pdu) -> {
      boolean enquiry = pdu.commandId() == SMPPConstant.CID_ENQUIRE_LINK;
      if (enquiry && enquiries.incrementAndGet() % 2 == 0) peer.write(Pdus.enquireLinkResponse(pdu.sequenceNumber()));
    }); var _ = Worker.bound(config(centre, Map.of("SMPP_ENQUIRE_LINK", "20ms", "SMPP_RESPONSE_TIMEOUT", "500ms")))) {
      await().until(() -> enquiries.get() >= 5);
      assertThat(centre.peers).hasSize(1);
    }
  }

  @Test void theCentresQuestionsAreAnswered() throws Exception {
    var answers = new ConcurrentLinkedQueue<Pdu>();
    try (var centre = new FakeCentre((peer, pdu) -> answers.add(pdu));
        var _ = Worker.bound(config(centre, Map.of()))) {
      FakeCentre.Peer peer = centre.peers.getFirst();
      peer.write(Pdus.enquireLink(7));
      peer.write(FakeCentre.COMPOSER.composeHeader(SMPPConstant.CID_QUERY_SM, 0, 8));
      peer.write(Pdus.unbind(9));

      await().untilAsserted(() -> assertThat(answers).extracting(Pdu::commandId, Pdu::sequenceNumber).contains(
          tuple(SMPPConstant.CID_ENQUIRE_LINK_RESP, 7),
          tuple(SMPPConstant.CID_GENERIC_NACK, 8),
          tuple(SMPPConstant.CID_UNBIND_RESP, 9)));
      await().until(() -> centre.peers.size() == 2);
    }
  }

  @ParameterizedTest
  @CsvSource({"0x02,Unavailable", "0x03,Unavailable", "0x58,Throttled", "0x08,Unclear",
    "0x00,Unclear"}) void aNackMeansWhatItsStatusSays(String status, String outcome) throws Exception {
    try (var centre = new FakeCentre((peer, pdu) -> peer
        .write(FakeCentre.COMPOSER.genericNack(Integer.decode(status), pdu.sequenceNumber())));
        var worker = Worker.bound(config(centre, Map.of()))) {
      assertThat(worker.send(PHONE).getClass().getSimpleName()).isEqualTo(outcome);
    }
  }

  @Test void aNackOfNothingKnownMeansLostBordersAndANewLink() throws Exception {
    try (var centre = new FakeCentre((peer, pdu) -> peer.write(FakeCentre.COMPOSER.genericNack(2, 0)));
        var worker = Worker.bound(config(centre, Map.of()))) {
      assertThat(worker.send(PHONE)).isInstanceOf(Unclear.class);
      await().until(() -> centre.peers.size() == 2);
    }
  }

  @Test void anAnswerToAnotherCommandIsUnclear() throws Exception {
    try (var centre = new FakeCentre((peer, pdu) -> peer.write(Pdus.deliverResponse(0, pdu.sequenceNumber())));
        var worker = Worker.bound(config(centre, Map.of()))) {
      assertThat(worker.send(PHONE)).isInstanceOf(Unclear.class);
    }
  }

  @Test void anAnswerWithoutItsIdIsUnclear() throws Exception {
    byte[] unterminated = "no end".getBytes(StandardCharsets.US_ASCII);
    try (var centre = new FakeCentre((peer, pdu) -> peer.write(ByteBuffer.allocate(16 + unterminated.length)
        .putInt(16 + unterminated.length).putInt(SMPPConstant.CID_SUBMIT_SM_RESP).putInt(0).putInt(pdu.sequenceNumber())
        .put(unterminated).array()));
        var worker = Worker.bound(config(centre, Map.of()))) {
      assertThat(worker.send(PHONE)).isInstanceOf(Unclear.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"-1", "0", "15", "2147483647", "100000"}) void anImpossibleLengthEndsTheLink(int length)
      throws Exception {
    try (var centre = new FakeCentre((peer, pdu) -> peer.write(ByteBuffer.allocate(16).putInt(length).array()));
        var worker = Worker.bound(config(centre, Map.of()))) {
      assertThat(worker.send(PHONE)).isInstanceOf(Unclear.class);
      await().until(() -> centre.peers.size() == 2);
    }
  }

  @Test void halfAPduEndsWithTheLinkAndNotBefore() throws Exception {
    try (var centre = new FakeCentre((peer, pdu) -> {
      peer.write(new byte[]{0, 0, 0, 17, (byte) 0x80});
      if (pdu.commandId() == SMPPConstant.CID_ENQUIRE_LINK) peer.close();
    }); var worker = Worker.bound(config(centre, Map.of("SMPP_ENQUIRE_LINK", "200ms")))) {
      assertThat(worker.send(PHONE)).isInstanceOf(Unclear.class);
    }
  }

  @Test void aRefusedBindStateBindsAnew() throws Exception {
    try (var centre = new FakeCentre((peer, pdu) -> peer.write(submitResponse(pdu, SMPPConstant.STAT_ESME_RINVBNDSTS)));
        var worker = Worker.bound(config(centre, Map.of()))) {
      assertThat(worker.send(PHONE)).isInstanceOf(Unavailable.class);
      await().until(() -> centre.peers.size() == 2);
    }
  }

  @Test void noMoreSubmitsAreOpenThanTheWindowOfEachLinkAllows() throws Exception {
    var open = new AtomicInteger();
    var openMax = new AtomicInteger();
    try (var later = Executors.newScheduledThreadPool(1); var centre = new FakeCentre((peer, pdu) -> {
      if (pdu.commandId() != SMPPConstant.CID_SUBMIT_SM) return;
      openMax.accumulateAndGet(open.incrementAndGet(), Math::max);
      var _ = later.schedule(() -> {
        open.decrementAndGet();
        peer.write(submitResponse(pdu, 0));
      }, 2, TimeUnit.MILLISECONDS);
    });
        var worker = Worker.bound(config(centre, Map.of("SMPP_WINDOW", "3", "SMPP_SESSIONS", "2")));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      await().until(() -> worker.channel.readiness().detail().startsWith("2 of 2"));
      var outcomes = IntStream.range(0, 200).mapToObj(i -> threads.submit(() -> worker.send(PHONE))).toList();
      for (var outcome : outcomes)
        assertThat(outcome.get()).isInstanceOf(Accepted.class);
      assertThat(openMax.get()).isEqualTo(6);
    }
  }

  @Test void aFullWindowIsThrottledInBoundedTime() throws Exception {
    try (var centre = new FakeCentre((peer, pdu) -> {});
        var worker = Worker.bound(
            config(centre, Map.of("SMPP_WINDOW", "1", "SMPP_RESPONSE_TIMEOUT", "30s")));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var hung = threads.submit(() -> worker.send(PHONE));
      await().until(() -> worker.send(PHONE) instanceof Throttled);
      centre.peers.getFirst().close();
      assertThat(hung.get()).isInstanceOf(Unclear.class);
    }
  }

  @Test void anExpiredCodeIsNotSubmitted() throws Exception {
    var submits = new AtomicInteger();
    try (var centre = new FakeCentre((peer, pdu) -> submits.incrementAndGet());
        var worker = Worker.bound(config(centre, Map.of()))) {
      var dead = SmppSetting.dispatch(PHONE);
      var expired = new OpenDispatch(dead.messageId(), 1, dead.accountId(), PHONE,
          dead.code(),
          dead.text(), dead.sender(), dead.acceptedAt(), dead.acceptedAt().minus(Duration.ofSeconds(1)));
      assertThat(worker.send(expired)).isEqualTo(new Rejected(Reason.EXPIRED, null));
      assertThat(submits).hasValue(0);
    }
  }

  @Test void moreReceiptsThanCanWaitAreAskedToComeAgain() throws Exception {
    Queue<Pdu> answers = new ConcurrentLinkedQueue<>();
    var broker = new CompletableFuture<Void>();
    try (var centre = new FakeCentre((peer, pdu) -> answers.add(pdu));
        var worker = Worker.bound(config(centre, Map.of("SMPP_RECEIPT_WINDOW", "2")))) {
      worker.store = receipt -> broker;
      for (int number = 1; number <= 3; number++)
        centre.peers.getFirst().write(receipt(number));

      await().untilAsserted(() -> assertThat(answers).singleElement()
          .extracting(Pdu::commandStatus).isEqualTo(CommandStatus.THROTTLED));
      broker.complete(null);
      await().untilAsserted(() -> assertThat(answers).extracting(Pdu::commandStatus)
          .containsExactlyInAnyOrder(CommandStatus.THROTTLED, 0, 0));
    }
  }

  @Test void aReceiptThatIsNotStoredInTimeIsAskedToComeAgain() throws Exception {
    Queue<Pdu> answers = new ConcurrentLinkedQueue<>();
    try (var centre = new FakeCentre((peer, pdu) -> answers.add(pdu));
        var worker = Worker.bound(config(centre, Map.of("SMPP_RESPONSE_TIMEOUT", "500ms")))) {
      worker.store = receipt -> new CompletableFuture<>();
      centre.peers.getFirst().write(receipt(1));
      await().untilAsserted(() -> assertThat(answers).singleElement()
          .extracting(Pdu::commandStatus).isEqualTo(CommandStatus.TRY_AGAIN));
    }
  }

  @Test void whatCannotBeReadIsRefusedForEverAndTheLinkLives() throws Exception {
    Queue<Pdu> answers = new ConcurrentLinkedQueue<>();
    try (var centre = new FakeCentre((peer, pdu) -> answers.add(pdu)); var _ = Worker.bound(config(centre, Map.of()))) {
      centre.peers.getFirst().write(FakeCentre.COMPOSER.composeHeader(SMPPConstant.CID_DELIVER_SM, 0, 5));
      centre.peers.getFirst().write(receipt(6));
      await().untilAsserted(() -> assertThat(answers).extracting(Pdu::commandStatus)
          .containsExactlyInAnyOrder(CommandStatus.NEVER_AGAIN, 0));
    }
  }

  @Test void closingWaitsForOpenAnswersThenUnbinds() throws Exception {
    Queue<Pdu> requests = new ConcurrentLinkedQueue<>();
    try (var centre = new FakeCentre((peer, pdu) -> requests.add(pdu));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var worker = Worker.bound(config(centre, Map.of("SMPP_RESPONSE_TIMEOUT", "10s")));
      var outcome = threads.submit(() -> worker.send(PHONE));
      await().until(() -> requests.size() == 1);
      var closed = threads.submit(worker::close);
      await().until(() -> worker.send("+79990001123") instanceof Unavailable);
      centre.peers.getFirst().write(submitResponse(requests.peek(), 0));

      assertThat(outcome.get()).isInstanceOf(Accepted.class);
      closed.get(5, TimeUnit.SECONDS);
      assertThat(requests).extracting(Pdu::commandId).containsExactly(SMPPConstant.CID_SUBMIT_SM,
          SMPPConstant.CID_UNBIND);
    }
  }

  private static SmppConfig config(FakeCentre centre, Map<String, String> changes) {
    return SmppSetting.config(centre.port(), changes);
  }

  private static byte[] submitResponse(Pdu submit, int status) {
    try {
      byte[] response = FakeCentre.COMPOSER.submitSmResp(submit.sequenceNumber(), "id" + submit.sequenceNumber());
      ByteBuffer.wrap(response).putInt(8, status);
      return response;
    } catch (PDUStringException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] receipt(int number) throws IOException {
    try {
      byte[] text = ("id:" + number + " sub:001 stat:DELIVRD").getBytes(StandardCharsets.US_ASCII);
      return FakeCentre.COMPOSER.deliverSm(number, "", (byte) 1, (byte) 1, "79990001122", (byte) 5, (byte) 0, "Shop",
          (byte) 4, (byte) 0, (byte) 0, (byte) 0, (byte) 0, text);
    } catch (PDUStringException e) {
      throw new IOException(e);
    }
  }
}
