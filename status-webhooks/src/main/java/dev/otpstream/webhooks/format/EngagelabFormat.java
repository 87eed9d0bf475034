package dev.otpstream.webhooks.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.otpstream.kit.Secret;
import dev.otpstream.schemas.StatusEvent;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * EngageLab's callback: a list of rows, of which we send one at a time. Its {@code X-CALLBACK-ID} proves who calls, but
 * does not cover the body.
 */
final class EngagelabFormat implements HookFormat {
  static final String CALLBACK_ID = "X-CALLBACK-ID";
  /** The setting that, with a secret, switches {@code X-CALLBACK-ID} on. */
  static final String USERNAME = "username";
  /** The note that holds the template of the order. */
  static final String TEMPLATE_ID = "template_id";

  @Override public String name() {
    return "engagelab";
  }

  @Override public boolean tellsRecipient() {
    return true;
  }

  @Override public Optional<String> word(StatusEvent event) {
    return EngagelabWords.of(event);
  }

  @Override public HookRequest write(Telling telling) {
    Endpoint endpoint = telling.endpoint();
    var headers = new LinkedHashMap<String, String>();
    Optional<String> username = endpoint.setting(USERNAME);
    if (username.isPresent() && !endpoint.secrets().isEmpty())
      headers.put(CALLBACK_ID,
          callbackId(telling.now().getEpochSecond(), ThreadLocalRandom.current().nextLong(1L << 53),
              username.get(), endpoint.secrets().getFirst()));
    endpoint.secret(Endpoint.AUTHORIZATION).ifPresent(value -> headers.put("Authorization", value.reveal()));
    return HookRequest.post(telling, headers, body(telling));
  }

  static String callbackId(long timestamp, long nonce, String username, Secret secret) {
    String signature = Hmac.hex(secret.reveal(), timestamp + Long.toString(nonce) + username);
    return "timestamp=" + timestamp + ";nonce=" + nonce + ";username=" + username + ";signature=" + signature;
  }

  private static String body(Telling telling) {
    StatusEvent event = telling.event();
    String messageId = Long.toString(event.getMessageId());
    long at = event.getAt().getEpochSecond();
    ObjectNode body = Json.object();
    body.put("total", 1);
    ObjectNode row = body.putArray("rows").addObject();
    row.put("message_id", messageId);
    row.put("to", telling.recipientOrMask());
    row.put("server", "otp");
    row.put("channel", event.getChannel());
    row.put("itime", at);
    row.putObject("custom_args");
    ObjectNode status = row.putObject("status");
    status.put("message_status", telling.word());
    ObjectNode data = status.putObject("status_data");
    data.put("msg_time", at);
    data.put("message_id", messageId);
    data.put("current_send_channel", event.getChannel());
    data.put("template_key", telling.note(TEMPLATE_ID).orElse(""));
    data.put("business_id", "");
    status.putObject("billing").put("cost", 0).put("currency", "USD"); // what it costs, only the providers know
    int code = EngagelabWords.code(event);
    status.put("error_code", code);
    if (code != 0) status.putObject("error_detail").put("message", EngagelabWords.message(code));
    return Json.text(body);
  }
}
