package dev.otpstream.webhooks.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.otpstream.kit.Secret;
import dev.otpstream.schemas.StatusEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * The AlphaSMS callback: the superset that its known readers parse. Standard Webhooks headers come with it, which those
 * readers overlook.
 */
final class AlphaSmsFormat implements HookFormat {
  static final String SIGNATURE = "X-Signature";

  @Override public String name() {
    return "alphasms";
  }

  @Override public Optional<String> word(StatusEvent event) {
    return Optional.of(AlphaSmsWords.of(event));
  }

  @Override public HookRequest write(Telling telling) {
    String body = body(telling);
    Map<String, String> headers = StandardWebhooks.headers(telling.endpoint().secrets(), telling.due().getEventId(),
        telling.now(), body);
    telling.endpoint().secret(Endpoint.KEY).ifPresent(key -> headers.put(SIGNATURE, signature(body, key)));
    return HookRequest.post(telling, headers, body);
  }

  private static String body(Telling telling) {
    StatusEvent event = telling.event();
    ObjectNode body = Json.object();
    Json.putVerbatim(body, "id", event.getCallerReference());
    body.put("msg_id", event.getMessageId());
    body.put("type", event.getChannel());
    body.put("status", telling.word());
    body.put("updated", event.getAt().truncatedTo(ChronoUnit.SECONDS).toString());
    return Json.text(body);
  }

  /** The vendor's: a plain hash, with which whoever reads the traffic can test guesses at the key. Hence off by default. */
  static String signature(String body, Secret key) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(body.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha256.digest(key.reveal().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
