package dev.otpstream.simulators.smpp;

import com.cloudhopper.smpp.pdu.SubmitSm;
import com.cloudhopper.smpp.pdu.SubmitSmResp;
import dev.otpstream.simulators.stage.Answer;
import dev.otpstream.simulators.stage.Operation;
import dev.otpstream.simulators.stage.PhoneMessage;
import dev.otpstream.simulators.stage.Receipt;
import dev.otpstream.simulators.stage.ScriptBook;
import dev.otpstream.simulators.stage.Stage;
import dev.otpstream.simulators.stage.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jboss.netty.buffer.ChannelBuffer;
import org.jboss.netty.buffer.ChannelBuffers;

/** What the SMS centre decides and does about a submit_sm. Thread-safe. */
final class SmppDesk {
  private static final Operation SUBMIT = new Operation("submit_sm", Operation.Role.SENDS);

  /** How long an unanswered submit_sm keeps its place in the session's window; any patient client has given it up. */
  private static final Duration SILENCE = Duration.ofSeconds(10);

  private static final int PDU_HEADER_OCTETS = 16;
  private static final int SUBMIT_SM_RESP = 0x80000004;
  private static final int IMPOSSIBLE_LENGTH = 4;

  private final Stage stage;
  private final ScriptBook scripts;
  private final ReceiptOutbox outbox;
  private final int submitWindow;
  private final Reassembly reassembly = new Reassembly();
  // starts at the clock, so that ids of an earlier run are never given again
  private final AtomicLong nextId = new AtomicLong(Instant.now().toEpochMilli() * 1000);

  private record Turn(SmppLink link, SubmitSm pdu, ShortMessage message, Step step, long id, Instant at) {}

  private record SubmitAnswer(int commandStatus) {}

  SmppDesk(SmppConfig config, Stage stage, ReceiptOutbox outbox) {
    this.stage = stage;
    this.outbox = outbox;
    scripts = stage.scripts().of(SmppCentre.NAME);
    submitWindow = config.submitWindow();
  }

  void submit(SmppLink link, SubmitSm pdu) {
    switch (SubmitReader.read(pdu)) {
      case SubmitReader.Reading.Refused refused -> {
        stage.journal().received(SmppCentre.NAME, "submit_sm", null, null, null);
        answer(link, pdu, null, null, refused.commandStatus());
      }
      case SubmitReader.Reading.Understood understood -> {
        ShortMessage message = understood.message();
        stage.journal().received(SmppCentre.NAME, "submit_sm", message.phone(), null, message);
        if (link.beginSubmit(submitWindow)) {
          play(link, pdu, message);
        } else {
          answer(link, pdu, message.phone(), null, CommandStatus.THROTTLED);
        }
      }
    }
  }

  private void play(SmppLink link, SubmitSm pdu, ShortMessage message) {
    Step step = scripts.next(message.phone(), SUBMIT);
    var turn = new Turn(link, pdu, message, step, nextId.getAndIncrement(), Instant.now());
    if (step.takesMessage()) take(turn);
    if (step.answerDelay().isZero()) {
      answer(turn);
    } else {
      stage.timers().after(step.answerDelay(), () -> answer(turn));
    }
  }

  private void take(Turn turn) {
    if (turn.step().reachesPhone()) {
      ShortMessage message = turn.message();
      reassembly.add(idInAnswer(turn), message).ifPresent(whole -> stage.phones().receive(new PhoneMessage(
          SmppCentre.NAME, message.phone(), whole.firstId(), message.sender(), null, whole.text(), turn.at())));
    }
    receipts(turn, Receipt::beforeAnswer);
  }

  private void answer(Turn turn) {
    SmppLink link = turn.link();
    int sequenceNumber = turn.pdu().getSequenceNumber();
    switch (turn.step().answer()) {
      case Answer.Accept _ -> answer(turn, CommandStatus.OK);
      case Answer.Drip _ -> answer(turn, CommandStatus.OK);
      case Answer.Refuse refuse -> answer(turn, CommandStatus.of(refuse.error()));
      case Answer.Throttle _ -> answer(turn, CommandStatus.THROTTLED);
      case Answer.ServerError _ -> answer(turn, CommandStatus.SYSTEM_ERROR);
      case Answer.Silence _ -> count("silence");
      case Answer.Close _ -> {
        count("close");
        link.close();
      }
      case Answer.Garbage _ -> {
        count("garbage");
        link.nack(sequenceNumber, CommandStatus.SYSTEM_ERROR);
      }
      case Answer.Broken _ -> {
        count("broken");
        link.write(response(IMPOSSIBLE_LENGTH, sequenceNumber));
      }
      case Answer.Huge huge -> {
        count("huge");
        link.write(response(huge.bytes(), sequenceNumber));
      }
    }
    if (turn.step().answer() instanceof Answer.Silence) {
      stage.timers().after(SILENCE, link::endSubmit);
    } else {
      link.endSubmit();
    }
    if (turn.step().takesMessage()) receipts(turn, receipt -> !receipt.beforeAnswer());
  }

  private void answer(Turn turn, int commandStatus) {
    String id = commandStatus == CommandStatus.OK ? idInAnswer(turn) : null;
    answer(turn.link(), turn.pdu(), turn.message().phone(), id, commandStatus);
  }

  private void answer(SmppLink link, SubmitSm pdu, String phone, String id, int commandStatus) {
    stage.journal().sent(SmppCentre.NAME, "submit_sm_resp", phone, id, new SubmitAnswer(commandStatus));
    SubmitSmResp response = pdu.createResponse();
    response.setCommandStatus(commandStatus);
    response.setMessageId(id);
    link.write(response);
  }

  private void receipts(Turn turn, Predicate<Receipt> which) {
    turn.step().receipts().stream()
        .filter(which)
        .filter(receipt -> isAskedFor(receipt, turn.message()))
        .forEach(receipt -> stage.timers().after(receipt.delay(), () -> send(receipt, turn)));
  }

  /** Nobody can tell that an SMS was read. */
  private static boolean isAskedFor(Receipt receipt, ShortMessage message) {
    return switch (receipt.status()) {
      case READ -> false;
      case ENROUTE, DELIVERED -> message.wantsReceipt(true);
      case UNDELIVERED, EXPIRED, REJECTED -> message.wantsReceipt(false);
    };
  }

  private void send(Receipt receipt, Turn turn) {
    long id = receipt.flaw() == Receipt.Flaw.UNKNOWN_ID ? nextId.getAndIncrement() : turn.id();
    ShortMessage message = turn.message();
    var written = new DeliveryReceipt(outbox.form().messageId().inReceipt(id), message.sender(), message.phone(),
        message.text(), receipt.status(), turn.at(), Instant.now());
    for (int copy = 0; copy < receipt.copies(); copy++) {
      outbox.add(written);
    }
  }

  private String idInAnswer(Turn turn) {
    return outbox.form().messageId().inAnswer(turn.id());
  }

  private void count(String what) {
    stage.journal().count(SmppCentre.NAME, "sent " + what);
  }

  /** A submit_sm_resp that says to be this long, filled up with text. */
  private static ChannelBuffer response(int length, int sequenceNumber) {
    ChannelBuffer octets = ChannelBuffers.buffer(Math.max(length, PDU_HEADER_OCTETS));
    octets.writeInt(length);
    octets.writeInt(SUBMIT_SM_RESP);
    octets.writeInt(CommandStatus.OK);
    octets.writeInt(sequenceNumber);
    while (octets.writable()) {
      octets.writeByte('x');
    }
    return octets;
  }
}
