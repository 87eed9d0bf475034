package dev.otpstream.channel.sms;

import java.nio.ByteBuffer;
import org.jsmpp.SMPPConstant;

/** A PDU with its header read. Prints without its contents. */
@SuppressWarnings("ArrayRecordComponent") // read from the wire, decoded once, never compared or changed
record Pdu(int commandId, int commandStatus, int sequenceNumber, byte[] octets) {
  static final int HEADER_OCTETS = 16;

  static Pdu of(byte[] octets) {
    var header = ByteBuffer.wrap(octets).position(Integer.BYTES);
    return new Pdu(header.getInt(), header.getInt(), header.getInt(), octets);
  }

  boolean isResponse() {
    return (commandId & SMPPConstant.MASK_CID_RESP) != 0;
  }

  @Override public String toString() {
    return "Pdu[commandId=" + Integer.toHexString(commandId) + ", commandStatus=" + CommandStatus.text(commandStatus)
        + ", octets=" + octets.length + "]";
  }
}
