package dev.otpstream.webhooks.format;

import dev.otpstream.kit.Secret;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The headers of Standard Webhooks 1.0.0, symmetric signatures.
 *
 * @see <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">the
 *      specification</a>
 */
final class StandardWebhooks {
  static final String ID = "webhook-id";
  static final String TIMESTAMP = "webhook-timestamp";
  static final String SIGNATURE = "webhook-signature";
  private static final String SECRET_PREFIX = "whsec_";

  private StandardWebhooks() {}

  /** Signs with every secret, so that a receiver may know any one of them; without secrets, only names the event. */
  static Map<String, String> headers(List<Secret> secrets, String id, Instant now, String body) {
    long timestamp = now.getEpochSecond();
    var headers = new LinkedHashMap<String, String>();
    headers.put(ID, id);
    headers.put(TIMESTAMP, Long.toString(timestamp));
    if (!secrets.isEmpty())
      headers.put(SIGNATURE, secrets.stream().map(secret -> "v1," + sign(secret, id, timestamp, body))
          .collect(Collectors.joining(" ")));
    return headers;
  }

  private static String sign(Secret secret, String id, long timestamp, String body) {
    String text = secret.reveal();
    byte[] key = Base64.getDecoder().decode(text.startsWith(SECRET_PREFIX)
        ? text.substring(SECRET_PREFIX.length())
        : text);
    return Base64.getEncoder().encodeToString(Hmac.of(key, id + "." + timestamp + "." + body));
  }
}
