package dev.otpstream.kit.channel;

/** A dispatch's name: the message and the number within it. */
record DispatchId(long messageId, int dispatch) {
  static DispatchId of(OpenDispatch dispatch) {
    return new DispatchId(dispatch.messageId(), dispatch.dispatch());
  }
}
