package dev.otpstream.channel.sms;

import dev.otpstream.kit.channel.Receipt;
import dev.otpstream.kit.channel.Receipt.State;
import dev.otpstream.schemas.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.OptionalParameter.Tag;

/**
 * Tells receipts from other messages, and what they say. Optional parameters go before the text, which differs from
 * vendor to vendor.
 *
 * @param acceptedIsFinal whether ACCEPTED is all that a route ever reports
 */
record ReceiptReader(ReceiptIds ids, boolean acceptedIsFinal) {
  private static final int MESSAGE_TYPE = 0x3C;
  private static final int RECEIPT = 0x04;
  private static final int NO_TYPE = 0x00;
  private static final int INTERMEDIATE = 0x20;
  private static final int USER_DATA_HEADER = 0x40;
  /** A text not marked as a receipt must have so many of its keys; fewer a person could have written. */
  private static final int UNMARKED_KEYS_MIN = 3;
  private static final byte UCS2 = 0x08;
  private static final Map<Integer, String> STATES = Map.of(1, "ENROUTE", 2, "DELIVRD", 3, "EXPIRED", 4, "DELETED", 5,
      "UNDELIV", 6, "ACCEPTD", 7, "UNKNOWN", 8, "REJECTD");

  /** What a deliver_sm is to us. */
  sealed interface Reading {
    /** A last word about a message. */
    record Final(Receipt receipt) implements Reading {}

    /** A word on the way, which changes nothing. */
    record Progress() implements Reading {}

    /** A receipt of which nobody can tell the message or the state. */
    record Unreadable() implements Reading {}

    /** A message by a person, or an acknowledgement by a phone. */
    record NoReceipt() implements Reading {}
  }

  /** Reads a deliver_sm that came at an instant. */
  Reading read(DeliverSm pdu, Instant at) {
    int type = pdu.getEsmClass() & MESSAGE_TYPE;
    if (type != RECEIPT && type != NO_TYPE)
      return type == INTERMEDIATE ? new Reading.Progress() : new Reading.NoReceipt();
    Optional<ReceiptText> text = (pdu.getEsmClass() & USER_DATA_HEADER) == 0
        ? ReceiptText.read(text(pdu)).filter(found -> type == RECEIPT || found.keys() >= UNMARKED_KEYS_MIN)
        : Optional.empty();
    Optional<String> id = parameter(pdu, Tag.RECEIPTED_MESSAGE_ID).map(ReceiptReader::cString)
        .filter(value -> !value.isEmpty()).or(() -> text.map(ReceiptText::id));
    Optional<String> state = parameter(pdu, Tag.MESSAGE_STATE).map(ReceiptReader::state)
        .or(() -> text.map(ReceiptText::state));
    if (id.isEmpty() || state.isEmpty())
      return type == RECEIPT ? new Reading.Unreadable() : new Reading.NoReceipt();
    Optional<String> error = networkError(pdu).or(() -> text.flatMap(ReceiptText::error));
    return reading(ids.ofReceipt(id.get()), state.get(), error, at);
  }

  private Reading reading(String id, String state, Optional<String> error, Instant at) {
    return switch (state) {
      case "DELIVRD", "DELIVERED" -> last(id, State.DELIVERED, Optional.empty(), state, at);
      case "ENROUTE", "BUFFERD", "BUFFERED", "ACKED", "SCHEDULED" -> new Reading.Progress();
      case "ACCEPTD", "ACCEPTED" -> acceptedIsFinal
          ? last(id, State.DELIVERED, Optional.empty(), state, at)
          : new Reading.Progress();
      case "EXPIRED" -> undelivered(id, Reason.EXPIRED, state, error, at);
      case "UNDELIV", "UNDELIVERABLE" -> undelivered(id, Reason.RECIPIENT_UNREACHABLE, state, error, at);
      default -> undelivered(id, Reason.OTHER, state, error, at); // DELETED, REJECTD, FAILED, UNKNOWN, a vendor's own
    };
  }

  private static Reading undelivered(String id, Reason reason, String state, Optional<String> error, Instant at) {
    String code = error.map(word -> state + " " + word).orElse(state);
    return last(id, State.UNDELIVERED, Optional.of(reason), code, at);
  }

  private static Reading last(String id, State state, Optional<Reason> reason, String code, Instant at) {
    return new Reading.Final(new Receipt(new Receipt.Subject.Theirs(id), state, reason, code, at));
  }

  private static String text(DeliverSm pdu) {
    byte[] octets = pdu.getShortMessage();
    if (octets == null || octets.length == 0)
      octets = parameter(pdu, Tag.MESSAGE_PAYLOAD).orElse(new byte[0]);
    // one octet a character is enough for the keys, whatever alphabet it is
    return new String(octets,
        pdu.getDataCoding() == UCS2 ? StandardCharsets.UTF_16BE : StandardCharsets.ISO_8859_1);
  }

  private static Optional<byte[]> parameter(DeliverSm pdu, Tag tag) {
    return switch (pdu.getOptionalParameter(tag)) {
      case OptionalParameter.OctetString octets -> Optional.of(octets.getValue());
      case OptionalParameter.Byte octet -> Optional.of(new byte[]{octet.getValue()});
      case null, default -> Optional.empty();
    };
  }

  private static String state(byte[] value) {
    int state = value[0] & 0xFF;
    return STATES.getOrDefault(state, "STATE" + state);
  }

  private static Optional<String> networkError(DeliverSm pdu) {
    return parameter(pdu, Tag.NETWORK_ERROR_CODE).filter(value -> value.length == 3)
        .map(value -> String.format(Locale.ROOT, "%03d", ByteBuffer.wrap(value).getShort(1) & 0xFFFF));
  }

  /** Not every centre ends the value with the NUL it should have. */
  private static String cString(byte[] value) {
    String text = new String(value, StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\0');
    return (end < 0 ? text : text.substring(0, end)).strip();
  }
}
