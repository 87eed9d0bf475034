package dev.otpstream.chaos.evidence;

import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.StatusType;
import java.util.EnumSet;
import java.util.Set;

/** One status event, as committed. */
public record Change(long messageId, int sequence, StatusType type, MessageState state, long atMs, int dispatch,
    String channel) {
  private static final Set<MessageState> ENDS = EnumSet.of(MessageState.VERIFIED, MessageState.EXPIRED,
      MessageState.CANCELLED, MessageState.ATTEMPTS_USED, MessageState.UNDELIVERABLE);

  /** Whether nothing may follow. */
  public boolean isEnd() {
    return ENDS.contains(state);
  }
}
