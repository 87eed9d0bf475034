package dev.otpstream.kit.channel;

import dev.otpstream.schemas.Dispatch;
import dev.otpstream.schemas.MessageText;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.Keys;
import java.nio.ByteBuffer;
import java.time.Instant;

/** Sealed dispatches as the engine writes them. */
record Dispatches(Keys keys) {
  static final String CODE = "4711";
  private static final String ACCOUNT = "acme";

  Dispatch to(String recipient, long messageId, Instant acceptedAt, Instant expiresAt) {
    return Dispatch.newBuilder().setMessageId(messageId).setDispatch(1).setAccountId(ACCOUNT).setChannel("any")
        .setRecipient(seal(recipient, Contexts.recipient(ACCOUNT))).setRecipientMasked("+38***")
        .setCode(seal(CODE, Contexts.code(messageId)))
        .setText(seal("Your code: " + MessageText.CODE_PLACE, Contexts.text(ACCOUNT))).setSender("ACME")
        .setAcceptedAt(acceptedAt).setExpiresAt(expiresAt).build();
  }

  Dispatch sealedWrongly(long messageId, Instant expiresAt) {
    return Dispatch.newBuilder(to("+380971234567", messageId, expiresAt, expiresAt))
        .setRecipient(seal("+380971234567", Contexts.recipient("somebody else"))).build();
  }

  private ByteBuffer seal(String text, String context) {
    return ByteBuffer.wrap(keys.seal(text, context));
  }
}
