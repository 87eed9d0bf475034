package dev.otpstream.ingress.webhooks;

import dev.otpstream.ingress.json.Json;
import dev.otpstream.kit.target.Placeholders;
import dev.otpstream.schemas.WebhookDue;
import dev.otpstream.schemas.WebhookEndpoint;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.schemas.sealing.Unopenable;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;

/** Hooks as operators read them: of a URL only the host, since callers keep secrets in the rest. */
record WebhookAnswers(Keys keys) {
  Json failed(FailedEvent event) {
    WebhookDue due = event.failed().getDue();
    Json.Obj written = Json.obj("id", Json.of(event.id()), "event_id", Json.of(event.eventId()))
        .with("message_id", Json.of(Long.toString(due.getEvent().getMessageId())))
        .with("account", Json.of(event.account())).with("format", Json.of(due.getHookFormat()));
    if (!due.getEndpoint().isEmpty()) written = written.with("endpoint", Json.of(due.getEndpoint()));
    return written.with("host", Json.of(host(due.getUrl(), event.account())))
        .with("type", word(due.getEvent().getType())).with("reason", word(event.failed().getReason()))
        .with("tries", Json.of(event.failed().getTries())).with("last_status", Json.of(event.failed().getLastStatus()))
        .with("detail", Json.of(event.failed().getDetail()))
        .with("due_since", Json.of(event.failed().getDueSince().toString()))
        .with("failed_at", Json.of(event.at().toString()));
  }

  Json endpoint(EndpointStates states) {
    WebhookEndpoint last = states.last();
    Json.Obj written = Json.obj("id", Json.of(last.getId()), "account", Json.of(last.getAccountId()));
    if (!last.getEndpoint().isEmpty()) written = written.with("endpoint", Json.of(last.getEndpoint()));
    written = written.with("format", Json.of(last.getHookFormat()))
        .with("host", Json.of(host(last.getUrl(), last.getAccountId())))
        .with("state", Json.of(states.off() ? "off" : "failing"))
        .with("failing_since", Json.of(states.failingSince().toString()));
    if (states.switchedOffAt() != null)
      written = written.with("switched_off_at", Json.of(states.switchedOffAt().toString()));
    return written.with("last_status", Json.of(last.getLastStatus())).with("detail", Json.of(last.getDetail()))
        .with("updated_at", Json.of(last.getAt().toString()));
  }

  /** Empty if the URL cannot be read any more, or is none. */
  private String host(ByteBuffer url, String account) {
    return url(url, account).map(text -> {
      try {
        return Optional.ofNullable(URI.create(Placeholders.blank(text)).getHost()).orElse("");
      } catch (IllegalArgumentException _) {
        return "";
      }
    }).orElse("");
  }

  /** What tells hooks of one message apart. */
  String listener(WebhookDue due) {
    return due.getEventId() + " " + due.getHookFormat() + " " + due.getEndpoint() + " "
        + url(due.getUrl(), due.getEvent().getAccountId()).orElse("");
  }

  private Optional<String> url(ByteBuffer sealed, String account) {
    try {
      return Optional.of(keys.open(sealed, Contexts.hook(account)));
    } catch (Unopenable _) {
      return Optional.empty();
    }
  }

  private static Json word(Enum<?> word) {
    return Json.of(word.name().toLowerCase(Locale.ROOT));
  }
}
