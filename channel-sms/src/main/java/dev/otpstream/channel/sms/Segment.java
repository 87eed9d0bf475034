package dev.otpstream.channel.sms;

import java.util.List;
import org.jsmpp.bean.OptionalParameter;

/**
 * One submit_sm's share of a text. Prints without it.
 *
 * @param body       the short_message, with a user data header if {@code esmClass} says so
 * @param parameters further optional parameters
 */
@SuppressWarnings("ArrayRecordComponent") // made here, written to the wire, never compared or changed
record Segment(byte esmClass, byte dataCoding, byte[] body, List<OptionalParameter> parameters) {
  @Override public String toString() {
    return "Segment[octets=" + body.length + "]";
  }
}
