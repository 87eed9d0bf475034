package dev.otpstream.kit.channel;

import java.time.Instant;
import java.util.Optional;

/**
 * An order to a channel, opened. It exists in a worker's memory only and prints without its contents.
 *
 * @param messageId  the message
 * @param dispatch   numbered from 1 within the message
 * @param accountId  whose message it is
 * @param recipient  phone number in E.164 form, or another address
 * @param code       the code, if there is one of ours
 * @param text       the whole text with the code in its place; empty: the channel's own wording
 * @param sender     the originator that the recipient shall see
 * @param acceptedAt when the message was accepted
 * @param expiresAt  after this it must not be sent
 */
public record OpenDispatch(long messageId, int dispatch, String accountId, String recipient, Optional<String> code,
    Optional<String> text, Optional<String> sender, Instant acceptedAt, Instant expiresAt) {
  @Override public String toString() {
    return "OpenDispatch[messageId=" + messageId + ", dispatch=" + dispatch + "]";
  }
}
