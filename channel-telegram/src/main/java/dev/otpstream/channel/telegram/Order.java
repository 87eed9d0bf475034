package dev.otpstream.channel.telegram;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.otpstream.kit.channel.OpenDispatch;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A dispatch as the gateway takes it. It holds a phone number and a code, and prints neither.
 *
 * @param phone     in E.164 form
 * @param code      what the gateway delivers; it takes digits only
 * @param payload   names the dispatch in reports
 * @param expiresAt after this nobody shall see it
 */
record Order(String phone, String code, String payload, Instant expiresAt) {
  private static final Pattern PHONE = Pattern.compile("\\+?([1-9][0-9]{6,14})");
  private static final Pattern CODE = Pattern.compile("[0-9]{4,8}");
  /** The gateway's bounds; without a time to live a message never expires. */
  private static final Duration TTL_MIN = Duration.ofSeconds(30);
  private static final Duration TTL_MAX = Duration.ofHours(1);

  /** The number the dispatch goes to, if it is one. */
  static Optional<String> phone(OpenDispatch dispatch) {
    var matcher = PHONE.matcher(dispatch.recipient());
    return matcher.matches() ? Optional.of("+" + matcher.group(1)) : Optional.empty();
  }

  /** The code to deliver, if there is one that the gateway takes: ours, or a text that is nothing but a code. */
  static Optional<String> code(OpenDispatch dispatch) {
    return dispatch.code().or(dispatch::text).filter(code -> CODE.matcher(code).matches());
  }

  /** The body of checkSendAbility. */
  ObjectNode checkSendAbility() {
    return JsonNodeFactory.instance.objectNode().put("phone_number", phone);
  }

  /**
   * The body of sendVerificationMessage.
   *
   * @param requestId what checkSendAbility answered; makes the call free and safe to repeat
   */
  ObjectNode sendVerificationMessage(Optional<String> requestId, Optional<String> sender, Optional<URI> callbackUrl,
      Instant now) {
    ObjectNode body = checkSendAbility().put("code", code).put("payload", payload);
    requestId.ifPresent(id -> body.put("request_id", id));
    sender.ifPresent(name -> body.put("sender_username", name));
    callbackUrl.ifPresent(url -> body.put("callback_url", url.toString()));
    Duration life = Duration.between(now, expiresAt);
    if (life.compareTo(TTL_MAX) <= 0) body.put("ttl", Math.max(life.toSeconds(), TTL_MIN.toSeconds()));
    return body;
  }

  @Override public String toString() {
    return "Order[" + payload + "]";
  }
}
