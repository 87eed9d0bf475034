package dev.otpstream.channel.sms;

import dev.otpstream.channel.sms.Session.Answer;
import org.jsmpp.SMPPConstant;

/** What the centre said to one submit_sm. */
sealed interface Submitted {
  /** It has it. The id may be blank. */
  record Taken(String messageId) implements Submitted {}

  /** It has it not, says the centre. */
  record Refused(int status) implements Submitted {}

  /** It has it not: it did not leave. */
  record NotSent(String detail) implements Submitted {}

  /** It may have it. */
  record Unknown(String detail) implements Submitted {}

  static Submitted of(Answer answer) {
    return switch (answer) {
      case Answer.NotSent(String detail) -> new NotSent(detail);
      case Answer.None(String detail) -> new Unknown(detail);
      case Answer.Response(Pdu pdu) -> read(pdu);
    };
  }

  private static Submitted read(Pdu pdu) {
    int status = pdu.commandStatus();
    if (pdu.commandId() == SMPPConstant.CID_GENERIC_NACK)
      return CommandStatus.explainsNack(status)
          ? new Refused(status)
          : new Unknown("generic_nack with " + CommandStatus.text(status));
    if (pdu.commandId() != SMPPConstant.CID_SUBMIT_SM_RESP) return new Unknown("answered with another command");
    if (status != CommandStatus.OK) return new Refused(status);
    return Pdus.messageId(pdu).<Submitted>map(Taken::new)
        .orElseGet(() -> new Unknown("an answer that cannot be read"));
  }
}
