package dev.otpstream.ingress.zapnoty;

import dev.otpstream.ingress.accounts.Caller;
import dev.otpstream.ingress.engine.CancelReply;
import dev.otpstream.ingress.engine.Engine;
import dev.otpstream.ingress.engine.EngineAway;
import dev.otpstream.ingress.engine.StatusQuestion;
import dev.otpstream.ingress.engine.StatusReply;
import dev.otpstream.ingress.engine.Target;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Envelope;
import dev.otpstream.ingress.front.Fields;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.ingress.zapnoty.Recipients.Found;
import dev.otpstream.schemas.StatusAnswer;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/** What only our own API has: {@code POST /v1/otp/cancel} and {@code GET /v1/otp/messages/{id}}. */
final class MessageCalls {
  private static final String MESSAGE_ID = "message_id";
  private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,17}");
  private static final int ID_LENGTH_MAX = 18;
  private final Engine engine;
  private final Recipients recipients;

  MessageCalls(Engine engine, Recipients recipients) {
    this.engine = engine;
    this.recipients = recipients;
  }

  /** Ends the active code of a recipient and purpose, or the message with an id. */
  CompletableFuture<Answer> cancel(Caller caller, Fields fields) {
    String purpose = SendReader.purpose(fields);
    if (!fields.has(MESSAGE_ID)) return switch (recipients.read(caller, fields)) {
      case Found.Nobody nobody -> done(nobody.answer());
      case Found.Somebody(var recipient) -> cancel(caller, new Target.ByRecipient(recipient, purpose));
    };
    if (fields.has(Recipients.PHONE) || fields.has(Recipients.SUBSCRIBER_ID))
      return done(
          Envelope.error(400, "mutually_exclusive_identifiers",
              "Give message_id, subscriber_id or phone, only one of them"));
    Optional<String> id = fields.string(MESSAGE_ID, ID_LENGTH_MAX, "a message id, as a string",
        written -> ID.matcher(written).matches());
    if (fields.problem().isPresent()) return done(Envelope.error(400, "validation_failed", fields.problem().get()));
    return cancel(caller, new Target.ByMessage(Long.parseLong(id.orElseThrow())));
  }

  private CompletableFuture<Answer> cancel(Caller caller, Target target) {
    return engine.cancel(caller.accountId(), target).thenApply(reply -> switch (reply) {
      case CancelReply.Found found -> Answer.ok(Json.obj("cancelled", Json.of(found.cancelled()), MESSAGE_ID,
          id(found.messageId()), "state", word(found.messageId().isEmpty() ? null : found.state())));
      case CancelReply.Unknown _ -> notFound();
      case EngineAway _ -> Answers.busy();
    });
  }

  /** Where a message stands. */
  CompletableFuture<Answer> status(Caller caller, String id) {
    if (!ID.matcher(id).matches()) return done(notFound());
    var question = new StatusQuestion.OfMessage(Long.parseLong(id));
    return engine.status(caller.accountId(), question).thenApply(reply -> switch (reply) {
      case StatusReply.Found(var message) -> Answer.ok(write(message));
      case StatusReply.Unknown _ -> notFound();
      case EngineAway _ -> Answers.busy();
    });
  }

  private static Json write(StatusAnswer message) {
    return Json
        .obj(MESSAGE_ID, Json.of(Long.toString(message.getMessageId())), "state", word(message.getState()), "channel",
            Json.of(message.getChannel()))
        .with("dispatch", Json.of(message.getDispatch())).with("sequence", Json.of(message.getSequence()))
        .with("reason", word(message.getReason()))
        .with("recipient", Json.of(message.getRecipientMasked()))
        .with("accepted_at", Json.of(message.getAcceptedAt().toString()))
        .with("updated_at", Json.of(message.getUpdatedAt().toString()))
        .with("expires_at", Json.of(message.getExpiresAt().toString()));
  }

  private static Json id(OptionalLong id) {
    return id.isPresent() ? Json.of(Long.toString(id.getAsLong())) : Json.nothing();
  }

  private static Json word(Enum<?> word) {
    return word == null ? Json.nothing() : Json.of(word.name().toLowerCase(Locale.ROOT));
  }

  private static CompletableFuture<Answer> done(Answer answer) {
    return CompletableFuture.completedFuture(answer);
  }

  private static Answer notFound() {
    return Envelope.error(404, "not_found", "No such message");
  }
}
