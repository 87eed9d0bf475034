package dev.otpstream.simulators.smpp;

import com.cloudhopper.smpp.SmppConstants;
import com.cloudhopper.smpp.pdu.SubmitSm;
import com.cloudhopper.smpp.tlv.Tlv;
import com.cloudhopper.smpp.type.Address;
import dev.otpstream.simulators.stage.Phones;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a submit_sm as a strict SMS centre does: what no phone could show as meant is refused.
 *
 * <p>Each part of a long message is decoded alone, so that a character split between parts is seen to be broken.
 */
final class SubmitReader {
  private static final int USER_DATA_HEADER = 0x40;
  private static final int RECEIPT_BITS = 0x03;
  private static final int TON_ALPHANUMERIC = 5;
  private static final int SENDER_MAX = 20;
  private static final int ALPHANUMERIC_SENDER_MAX = 11;
  private static final int SMS_OCTETS_MAX = 140;
  private static final int PAYLOAD_PARTS_MAX = 255;
  private static final Pattern PHONE = Pattern.compile("\\+?[0-9]{5,20}");
  private static final Pattern TIME = Pattern.compile("[0-9]{15}[R+-]");

  private SubmitReader() {}

  /** Either a message or the command_status of a refusal. */
  sealed interface Reading {
    /** All is well. */
    record Understood(ShortMessage message) implements Reading {}

    /** Something is not. */
    record Refused(int commandStatus) implements Reading {}
  }

  /** The codings that are taken; septets are counted as seven bits. */
  private enum Coding {
    GSM(7),
    LATIN_1(8),
    UCS_2(8);

    private final int bitsPerOctet;

    Coding(int bitsPerOctet) {
      this.bitsPerOctet = bitsPerOctet;
    }

    static Optional<Coding> of(byte dataCoding) {
      return switch (dataCoding) {
        case 0, 1 -> Optional.of(GSM); // 1 is what some clients say for plain text
        case 3 -> Optional.of(LATIN_1);
        case 8 -> Optional.of(UCS_2);
        default -> Optional.empty();
      };
    }

    String decode(byte[] octets) {
      if (this == GSM) return Gsm0338.decode(octets);
      Charset charset = this == LATIN_1 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_16BE;
      return charset.decode(ByteBuffer.wrap(octets)).toString();
    }

    int octetsOnAir(int octets) {
      return (octets * bitsPerOctet + 7) / 8;
    }
  }

  static Reading read(SubmitSm pdu) {
    Optional<Coding> coding = Coding.of(pdu.getDataCoding());
    if (coding.isEmpty()) return new Reading.Refused(CommandStatus.INVALID_DATA_CODING);
    int fault = addressFault(pdu);
    if (fault != CommandStatus.OK) return new Reading.Refused(fault);
    if (!isTime(pdu.getValidityPeriod())) return new Reading.Refused(CommandStatus.INVALID_EXPIRY);
    return text(pdu, coding.get());
  }

  private static int addressFault(SubmitSm pdu) {
    if (!PHONE.matcher(address(pdu.getDestAddress())).matches()) return CommandStatus.INVALID_DESTINATION;
    String sender = address(pdu.getSourceAddress());
    boolean alphanumeric = pdu.getSourceAddress() != null && pdu.getSourceAddress().getTon() == TON_ALPHANUMERIC;
    return sender.length() > (alphanumeric ? ALPHANUMERIC_SENDER_MAX : SENDER_MAX)
        ? CommandStatus.INVALID_SOURCE
        : CommandStatus.OK;
  }

  private static Reading text(SubmitSm pdu, Coding coding) {
    byte[] inline = pdu.getShortMessage() == null ? new byte[0] : pdu.getShortMessage();
    Tlv payload = pdu.getOptionalParameter(SmppConstants.TAG_MESSAGE_PAYLOAD);
    if (payload != null && inline.length > 0) return new Reading.Refused(CommandStatus.PARAMETER_NOT_ALLOWED);
    byte[] userData = payload == null ? inline : payload.getValue();
    Segment segment = sar(pdu);
    int headerOctets = 0;
    if ((pdu.getEsmClass() & USER_DATA_HEADER) != 0) {
      Optional<UserDataHeader> header = UserDataHeader.read(userData);
      if (header.isEmpty()) return new Reading.Refused(CommandStatus.INVALID_ESM_CLASS);
      segment = header.get().segment();
      headerOctets = header.get().octets();
      userData = Arrays.copyOfRange(userData, headerOctets, userData.length);
    }
    if (!segment.isValid()) return new Reading.Refused(CommandStatus.INVALID_ESM_CLASS);
    int octetsMax = payload == null ? SMS_OCTETS_MAX : SMS_OCTETS_MAX * PAYLOAD_PARTS_MAX;
    if (headerOctets + coding.octetsOnAir(userData.length) > octetsMax) {
      return new Reading.Refused(CommandStatus.INVALID_MESSAGE_LENGTH);
    }
    return new Reading.Understood(new ShortMessage(address(pdu.getSourceAddress()),
        Phones.digits(address(pdu.getDestAddress())), coding.decode(userData), segment, pdu.getDataCoding(),
        pdu.getRegisteredDelivery() & RECEIPT_BITS, orEmpty(pdu.getValidityPeriod())));
  }

  private static Segment sar(SubmitSm pdu) {
    Tlv reference = pdu.getOptionalParameter(SmppConstants.TAG_SAR_MSG_REF_NUM);
    Tlv total = pdu.getOptionalParameter(SmppConstants.TAG_SAR_TOTAL_SEGMENTS);
    Tlv number = pdu.getOptionalParameter(SmppConstants.TAG_SAR_SEGMENT_SEQNUM);
    if (reference == null || total == null || number == null) return Segment.WHOLE;
    return new Segment(number(reference), number(total), number(number));
  }

  private static int number(Tlv parameter) {
    int number = 0;
    for (byte octet : parameter.getValue()) {
      number = (number << 8) | (octet & 0xFF);
    }
    return number;
  }

  private static boolean isTime(String time) {
    return time == null || time.isEmpty() || TIME.matcher(time).matches();
  }

  private static String address(Address address) {
    return address == null ? "" : orEmpty(address.getAddress());
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }
}
