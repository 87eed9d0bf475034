package dev.otpstream.ingress.zapnoty;

import dev.otpstream.ingress.accounts.Endpoints.Change;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Envelope;
import dev.otpstream.ingress.front.Fields;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.kit.target.HookTarget;
import dev.otpstream.kit.target.TargetRules;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what a caller says of an endpoint. What is wrong is remembered by the fields. */
final class WebhookReader {
  static final String ACTIVE = "active";
  static final String DISABLED = "disabled";
  private static final String URL = "url";
  private static final int DESCRIPTION_LENGTH_MAX = 255;
  private static final int URL_LENGTH_MAX = 2048;
  private final TargetRules targets;

  /** @param targets where endpoints may lead */
  WebhookReader(TargetRules targets) {
    this.targets = targets;
  }

  /** How to answer when something is wrong: a place that may not be called has a code of its own. */
  static Optional<Answer> refusal(Fields fields) {
    return fields.problem().map(problem -> Envelope.error(400,
        problem.startsWith(URL + " ") && fields.find(URL).orElse(null) instanceof Json.Str
            ? "invalid_url"
            : "validation_failed",
        problem));
  }

  /** @param created whether it is to be made: then the URL must be there, and no events are all events */
  Change newer(Fields fields, boolean created) {
    Optional<String> url = url(fields, created);
    Optional<List<String>> events = events(fields);
    Optional<String> description = fields.has("description") ? description(fields) : Optional.empty();
    Optional<Boolean> active = fields
        .string("status", DISABLED.length(), "active or disabled", Set.of(ACTIVE, DISABLED)::contains)
        .map(ACTIVE::equals);
    return new Change(url, events, description, active);
  }

  /** An endpoint is told whole: no events are all events. */
  Change older(Fields fields) {
    Optional<String> url = url(fields, true);
    return new Change(url, events(fields).or(() -> Optional.of(List.of())), Optional.empty(), Optional.empty());
  }

  private Optional<String> url(Fields fields, boolean required) {
    if (required && !fields.has(URL)) fields.wrong(URL, "is required");
    return fields.string(URL, URL_LENGTH_MAX, "an http or https URL that does not lead inside",
        url -> targets.read(url) instanceof HookTarget);
  }

  /** An empty list means all events. */
  private static Optional<List<String>> events(Fields fields) {
    boolean all = fields.find("events").orElse(null) instanceof Json.Arr(List<Json> items) && items.isEmpty();
    return all ? Optional.of(List.of()) : fields.words("events", EventWords.ALL);
  }

  private static Optional<String> description(Fields fields) {
    boolean empty = fields.find("description").orElse(null) instanceof Json.Str(String text) && text.isEmpty();
    return empty ? Optional.of("") : fields.line("description", DESCRIPTION_LENGTH_MAX);
  }
}
