package dev.otpstream.simulators.smpp;

import com.cloudhopper.smpp.SmppConstants;
import com.cloudhopper.smpp.pdu.DeliverSm;
import com.cloudhopper.smpp.tlv.Tlv;
import com.cloudhopper.smpp.type.Address;
import com.cloudhopper.smpp.type.SmppInvalidArgumentException;
import java.nio.charset.StandardCharsets;

/** Writes a receipt as deliver_sm. */
final class ReceiptPdu {
  private static final byte RECEIPT = 0x04;
  private static final byte TON_INTERNATIONAL = 1;
  private static final byte NPI_E164 = 1;

  private ReceiptPdu() {}

  static DeliverSm of(DeliveryReceipt receipt, ReceiptForm form, int sequenceNumber) {
    var pdu = new DeliverSm();
    pdu.setSequenceNumber(sequenceNumber);
    pdu.setEsmClass(form.receiptEsmClass() ? RECEIPT : 0);
    pdu.setSourceAddress(new Address(TON_INTERNATIONAL, NPI_E164, receipt.phone()));
    pdu.setDestAddress(new Address((byte) 0, (byte) 0, receipt.sender()));
    try {
      // US-ASCII turns what it does not know into a question mark, which every client can read
      pdu.setShortMessage(receipt.body().getBytes(StandardCharsets.US_ASCII));
    } catch (SmppInvalidArgumentException e) {
      throw new IllegalStateException("a receipt fits one PDU", e);
    }
    if (form.parameters()) {
      byte[] id = (receipt.id() + "\0").getBytes(StandardCharsets.US_ASCII);
      pdu.addOptionalParameter(new Tlv(SmppConstants.TAG_RECEIPTED_MSG_ID, id));
      pdu.addOptionalParameter(new Tlv(SmppConstants.TAG_MSG_STATE, new byte[]{receipt.messageState()}));
    }
    return pdu;
  }
}
