package dev.otpstream.schemas;

import dev.otpstream.schemas.sealing.Keys;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/** Names of subscribers: the same for the same account, messenger and user, meaningless to whoever has no keys. */
public final class SubscriberIds {
  private static final long VERSION_CUSTOM = 8;

  private SubscriberIds() {}

  /** The id of a messenger user as subscriber of an account: a UUID of version 8 (RFC 9562). */
  public static UUID of(Keys keys, String accountId, String channel, String userToken) {
    String token = keys.token(channel + "/" + userToken, "subscriber/" + accountId);
    ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token));
    long high = (bytes.getLong() & ~0xf000L) | (VERSION_CUSTOM << 12);
    long low = (bytes.getLong() & ~(3L << 62)) | (1L << 63);
    return new UUID(high, low);
  }

  /** What a subscriber's routing key is made of; see {@link Topics#routingKey}. */
  public static String recipientToken(Keys keys, String accountId, UUID subscriberId) {
    return keys.token("subscriber/" + subscriberId, "recipient/" + accountId);
  }
}
