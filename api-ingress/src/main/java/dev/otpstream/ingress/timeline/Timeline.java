package dev.otpstream.ingress.timeline;

import dev.otpstream.ingress.json.Json;
import dev.otpstream.ingress.json.JsonReader;
import dev.otpstream.schemas.StatusAnswer;
import dev.otpstream.schemas.StatusEvent;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Writes a message with all that happened to it. What does not apply is left out. */
final class Timeline {
  private Timeline() {}

  static Json of(StatusAnswer message) {
    Json.Obj written = Json.obj("message_id", Json.of(Long.toString(message.getMessageId())), "state",
        word(message.getState()), "recipient", Json.of(message.getRecipientMasked()));
    if (!message.getHistory().isEmpty()) {
      StatusEvent first = message.getHistory().getFirst();
      written = written.with("account", Json.of(first.getAccountId()))
          .with("recipient_token", Json.of(first.getRecipientToken()));
      if (!first.getPurpose().isEmpty()) written = written.with("purpose", Json.of(first.getPurpose()));
    }
    if (message.getCallerReference() != null)
      written = written.with("caller_id", verbatim(message.getCallerReference()));
    return written.with("accepted_at", Json.of(message.getAcceptedAt().toString()))
        .with("updated_at", Json.of(message.getUpdatedAt().toString()))
        .with("expires_at", Json.of(message.getExpiresAt().toString()))
        .with("events", Json.list(message.getHistory().stream().map(Timeline::event).toList()));
  }

  private static Json event(StatusEvent event) {
    Json.Obj written = Json.obj("sequence", Json.of(event.getSequence()), "type", word(event.getType()), "state",
        word(event.getState())).with("at", Json.of(event.getAt().toString()));
    if (event.getChannel() != null) written = written.with("channel", Json.of(event.getChannel()));
    if (event.getDispatch() > 0) written = written.with("dispatch", Json.of(event.getDispatch()));
    if (event.getProvider() != null) written = written.with("provider", Json.of(event.getProvider()));
    if (event.getReason() != null) written = written.with("reason", word(event.getReason()));
    if (event.getProviderCode() != null) written = written.with("provider_code", Json.of(event.getProviderCode()));
    if (event.getAttemptsLeft() != null) written = written.with("attempts_left", Json.of(event.getAttemptsLeft()));
    if (event.getChoice() != null) written = written.with("choice", word(event.getChoice()));
    if (!event.getSkipped().isEmpty())
      written = written.with("skipped", Json.list(event.getSkipped().stream().<Json>map(Json::of).toList()));
    return written;
  }

  private static Json verbatim(String json) {
    return JsonReader.read(json.getBytes(StandardCharsets.UTF_8)).orElseGet(() -> Json.of(json));
  }

  private static Json word(Enum<?> word) {
    return Json.of(word.name().toLowerCase(Locale.ROOT));
  }
}
