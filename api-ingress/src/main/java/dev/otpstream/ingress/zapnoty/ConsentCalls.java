package dev.otpstream.ingress.zapnoty;

import dev.otpstream.ingress.accounts.Caller;
import dev.otpstream.ingress.engine.ConsentOrder;
import dev.otpstream.ingress.engine.ConsentReply;
import dev.otpstream.ingress.engine.Engine;
import dev.otpstream.ingress.engine.EngineAway;
import dev.otpstream.ingress.engine.Once;
import dev.otpstream.ingress.engine.SendOrder.NewCode;
import dev.otpstream.ingress.engine.SendOrder.Step;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Envelope;
import dev.otpstream.ingress.front.Fields;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.schemas.ConsentState;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/**
 * {@code POST /v1/otp/request}: links by which somebody agrees to get messages, and gets a code; and
 * {@code GET /v1/otp/request/{id}/status}.
 */
final class ConsentCalls {
  private static final Duration LINK_LIFETIME = Duration.ofMinutes(15);
  private static final int ATTEMPTS_DEFAULT = 3;
  private static final int CHANNEL_LENGTH_MAX = 16;
  private static final String PAYLOAD = "otp_";
  private static final Pattern REQUEST_ID = Pattern.compile("[0-9A-Za-z]{16}");
  private final Engine engine;
  private final BotLinks links;

  ConsentCalls(Engine engine, BotLinks links) {
    this.engine = engine;
    this.links = links;
  }

  CompletableFuture<Answer> request(Caller caller, Fields fields, Optional<Once> once) {
    Optional<String> channel = fields.string("channel", CHANNEL_LENGTH_MAX, "telegram or max",
        BotLinks.MESSENGERS::contains);
    if (channel.isPresent() && !links.has(channel.get())) fields.wrong("channel", "has no bot here");
    int ttlMinutes = SendReader.ttlMinutes(caller, fields);
    int attempts = fields.integer("max_attempts", 1, SendReader.ATTEMPTS_MAX, ATTEMPTS_DEFAULT);
    if (fields.problem().isPresent())
      return CompletableFuture
          .completedFuture(Envelope.error(400, "validation_failed", fields.problem().get()));
    List<String> channels = channel.map(List::of).orElse(BotLinks.MESSENGERS);
    Optional<String> wording = Optional.of(Wording.of(caller, ttlMinutes));
    var order = new ConsentOrder("", new NewCode(SendReader.CODE_LENGTH_DEFAULT, attempts),
        channels.stream().map(name -> new Step(name, wording, Optional.empty())).toList(),
        Duration.ofMinutes(ttlMinutes), LINK_LIFETIME, EventWords.hooks(caller), once);
    return engine.requestConsent(caller.accountId(), order).thenApply(reply -> switch (reply) {
      case ConsentReply.Standing standing -> Answer.ok(links(standing.requestId(), channels));
      case ConsentReply.Conflict _ -> Answers.idempotencyConflict();
      case EngineAway _ -> Answers.busy();
    });
  }

  /** A messenger that was not asked for, or has no bot, has no link. */
  private Json links(String requestId, List<String> channels) {
    Json.Obj answer = Json.obj("request_id", Json.of(requestId));
    for (String messenger : BotLinks.MESSENGERS)
      answer = answer.with(messenger + "_link",
          channels.contains(messenger) ? links.link(messenger, PAYLOAD + requestId) : Json.nothing());
    return answer.with("expires_in", Json.of(LINK_LIFETIME.toSeconds()));
  }

  /** Cheap, since callers ask every second: one record there, one back. */
  CompletableFuture<Answer> status(Caller caller, String requestId) {
    if (!REQUEST_ID.matcher(requestId).matches()) return CompletableFuture.completedFuture(notFound());
    return engine.consent(caller.accountId(), requestId).thenApply(reply -> switch (reply) {
      case ConsentReply.Standing standing when standing.state() == ConsentState.UNKNOWN -> notFound();
      case ConsentReply.Standing standing -> Answer.ok(Json.obj("status",
          Json.of(standing.state().name().toLowerCase(Locale.ROOT)), "subscriber_id", text(standing.subscriberId()),
          "channel", text(standing.channel())));
      case ConsentReply.Conflict _ -> notFound();
      case EngineAway _ -> Answers.busy();
    });
  }

  private static Json text(Optional<String> text) {
    return text.map(Json::of).orElseGet(Json::nothing);
  }

  private static Answer notFound() {
    return Envelope.error(404, "not_found", "No such request");
  }
}
