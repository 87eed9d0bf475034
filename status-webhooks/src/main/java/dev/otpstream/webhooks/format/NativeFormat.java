package dev.otpstream.webhooks.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.otpstream.schemas.StatusEvent;
import java.util.Locale;
import java.util.Optional;

/** Our own: an event by Standard Webhooks. Fields that do not apply are left out; further ones may come. */
final class NativeFormat implements HookFormat {
  @Override public String name() {
    return "native";
  }

  @Override public boolean mustBeSigned() {
    return true;
  }

  @Override public Optional<String> word(StatusEvent event) {
    return Optional.of("otp." + lower(event.getType()));
  }

  @Override public HookRequest write(Telling telling) {
    String body = body(telling);
    return HookRequest.post(telling, StandardWebhooks.headers(telling.endpoint().secrets(), telling.due().getEventId(),
        telling.now(), body), body);
  }

  private static String body(Telling telling) {
    StatusEvent event = telling.event();
    ObjectNode body = Json.object();
    body.put("type", telling.word());
    body.put("timestamp", event.getAt().toString());
    ObjectNode data = body.putObject("data");
    data.put("message_id", Long.toString(event.getMessageId()));
    data.put("sequence", event.getSequence());
    data.put("state", lower(event.getState()));
    if (event.getChannel() != null) data.put("channel", event.getChannel());
    if (event.getDispatch() > 0) data.put("dispatch", event.getDispatch());
    if (event.getReason() != null) data.put("reason", lower(event.getReason()));
    if (event.getProviderCode() != null) data.put("provider_code", event.getProviderCode());
    data.put("recipient", event.getRecipientMasked());
    if (event.getCallerReference() != null) Json.putVerbatim(data, "reference", event.getCallerReference());
    if (!event.getPurpose().isEmpty()) data.put("purpose", event.getPurpose());
    if (event.getAttemptsLeft() != null) data.put("attempts_left", event.getAttemptsLeft());
    return Json.text(body);
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
