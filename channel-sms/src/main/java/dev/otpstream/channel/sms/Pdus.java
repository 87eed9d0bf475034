package dev.otpstream.channel.sms;

import java.util.Optional;
import org.jsmpp.PDUStringException;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.util.DefaultComposer;
import org.jsmpp.util.DefaultDecomposer;
import org.jsmpp.util.PDUByteBuffer;
import org.jsmpp.util.PDUComposer;
import org.jsmpp.util.PDUDecomposer;

/** Writes and reads PDUs by jsmpp's codec. Its exceptions quote what they complain of, so none goes further than here. */
final class Pdus {
  private static final byte INTERFACE_VERSION = 0x34;
  private static final PDUComposer COMPOSER = new DefaultComposer();
  private static final PDUDecomposer DECOMPOSER = new DefaultDecomposer();

  private Pdus() {}

  /** Written field by field, because the codec refuses passwords longer than the standard's eight characters. */
  static byte[] bind(BindType type, SmppConfig config, int sequenceNumber) {
    var pdu = new PDUByteBuffer(type.commandId(), SMPPConstant.STAT_ESME_ROK, sequenceNumber);
    pdu.append(config.systemId());
    pdu.append(config.password().reveal());
    pdu.append(config.systemType());
    pdu.append(INTERFACE_VERSION);
    pdu.append((byte) 0); // addr_ton
    pdu.append((byte) 0); // addr_npi
    pdu.append(""); // address_range
    return pdu.toBytes();
  }

  static byte[] submit(Submit submit, int sequenceNumber) {
    try {
      SmppAddress source = submit.source();
      SmppAddress destination = submit.destination();
      Segment segment = submit.segment();
      return COMPOSER.submitSm(sequenceNumber, "", source.ton(), source.npi(), source.address(), destination.ton(),
          destination.npi(), destination.address(), segment.esmClass(), (byte) 0, (byte) 0, "", submit.validity(),
          submit.receipts(), (byte) 0, segment.dataCoding(), (byte) 0, segment.body(),
          segment.parameters().toArray(OptionalParameter[]::new));
    } catch (PDUStringException e) {
      throw new IllegalStateException("a field of submit_sm is too long, status " + e.getErrorCode());
    }
  }

  /** The id that the centre gave an accepted submit, perhaps blank; empty if the answer cannot be read. */
  static Optional<String> messageId(Pdu submitResponse) {
    try {
      String id = DECOMPOSER.submitSmResp(submitResponse.octets()).getMessageId();
      return Optional.of(id == null ? "" : id.strip());
    } catch (PDUStringException | RuntimeException e) { // the codec meets broken octets with either
      return Optional.empty();
    }
  }

  /** Empty if it cannot be read. */
  static Optional<DeliverSm> deliver(Pdu pdu) {
    try {
      return Optional.of(DECOMPOSER.deliverSm(pdu.octets()));
    } catch (PDUStringException | RuntimeException e) { // the codec meets broken octets with either
      return Optional.empty();
    }
  }

  static byte[] deliverResponse(int status, int sequenceNumber) {
    return COMPOSER.deliverSmResp(status, sequenceNumber, "");
  }

  static byte[] enquireLink(int sequenceNumber) {
    return COMPOSER.enquireLink(sequenceNumber);
  }

  static byte[] enquireLinkResponse(int sequenceNumber) {
    return COMPOSER.enquireLinkResp(sequenceNumber);
  }

  static byte[] unbind(int sequenceNumber) {
    return COMPOSER.unbind(sequenceNumber);
  }

  static byte[] unbindResponse(int sequenceNumber) {
    return COMPOSER.unbindResp(CommandStatus.OK, sequenceNumber);
  }

  static byte[] unknownCommand(int sequenceNumber) {
    return COMPOSER.genericNack(CommandStatus.INVALID_COMMAND_ID, sequenceNumber);
  }
}
