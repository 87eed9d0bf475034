package dev.otpstream.ingress.zapnoty;

import dev.otpstream.ingress.accounts.Caller;
import dev.otpstream.ingress.engine.Engine;
import dev.otpstream.ingress.engine.EngineAway;
import dev.otpstream.ingress.engine.Once;
import dev.otpstream.ingress.engine.SendOrder;
import dev.otpstream.ingress.engine.SendOrder.HookOrder;
import dev.otpstream.ingress.engine.SendOrder.NewCode;
import dev.otpstream.ingress.engine.SendReply;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Envelope;
import dev.otpstream.ingress.front.Fields;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.ingress.zapnoty.Recipients.Found;
import dev.otpstream.ingress.zapnoty.Recipients.Found.Somebody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** {@code POST /v1/otp/send}: makes a code and sends it. */
final class SendCall {
  private final Engine engine;
  private final Recipients recipients;
  private final SendReader reader;
  private final Optional<ResendLimit> resends;

  /** @param resends what holds projects to the newer documents' limit; empty: nothing does */
  SendCall(Engine engine, Recipients recipients, SendReader reader, Optional<ResendLimit> resends) {
    this.engine = engine;
    this.recipients = recipients;
    this.reader = reader;
    this.resends = resends;
  }

  CompletableFuture<Answer> answer(Caller caller, Fields fields, Optional<Once> once) {
    SendRequest request = reader.read(caller, fields);
    return switch (recipients.read(caller, fields)) {
      case Found.Nobody nobody -> CompletableFuture.completedFuture(nobody.answer());
      case Somebody somebody -> {
        SendOrder order = order(caller, request, somebody, once);
        yield switch (Compat.of(caller)) {
          case SEED -> send(caller, order);
          case CURRENT -> resends.map(limit -> sendWithin(limit, caller, order)).orElseGet(() -> send(caller, order));
        };
      }
    };
  }

  private static SendOrder order(Caller caller, SendRequest request, Somebody somebody, Optional<Once> once) {
    var hooks = new ArrayList<HookOrder>(EventWords.hooks(caller, somebody.recipient()));
    request.hook().ifPresent(hooks::add);
    // The newer documents count codes by the hour; two rules at once would be nobody's.
    boolean coolDown = Compat.of(caller) == Compat.SEED;
    var code = new NewCode(request.codeLength(), NewCode.DIGITS, request.attempts(), true, coolDown);
    return new SendOrder(somebody.recipient(), request.purpose(), Optional.of(code),
        request.route(caller, somebody.recipient()), request.lifetime(), Optional.empty(), hooks, once);
  }

  private CompletableFuture<Answer> sendWithin(ResendLimit limit, Caller caller, SendOrder order) {
    ResendLimit.Turn turn = limit.take(caller.accountId(), order.recipient(), order.once().map(Once::key));
    if (turn.mustWait()) return CompletableFuture.completedFuture(tooMany(turn.delay()));
    return send(caller, order).whenComplete((answer, _) -> {
      boolean sent = answer != null && answer.status() == 200;
      if (turn.counted() && !sent) limit.giveBack(caller.accountId(), order.recipient());
    });
  }

  private CompletableFuture<Answer> send(Caller caller, SendOrder order) {
    boolean byPhone = new Somebody(order.recipient()).byPhone();
    return engine.send(caller.accountId(), order).thenApply(reply -> write(reply, order.lifetime(), byPhone));
  }

  private static Answer write(SendReply reply, Duration lifetime, boolean byPhone) {
    return switch (reply) {
      case SendReply.Accepted accepted -> {
        Json.Obj sent = Json.obj("sent", Json.of(true), "expires_in_seconds", Json.of(lifetime.toSeconds()));
        yield Answer.ok(byPhone ? inOurWords(sent, accepted) : sent);
      }
      case SendReply.Refused(var refusal, var retryAfter) -> switch (refusal) {
        case COOL_DOWN, ATTEMPTS_BUDGET -> tooMany(retryAfter);
        case IDEMPOTENCY_CONFLICT -> Answers.idempotencyConflict();
        case ACTIVE_CODE, OTHER -> Envelope.error(409, "conflict", "Not possible now");
      };
      case EngineAway _ -> Answers.busy();
    };
  }

  private static Answer tooMany(Duration wait) {
    return Envelope.error(429, "rate_limit_subscriber", true, "Too many codes for this recipient; try later")
        .retryAfter(wait);
  }

  private static Json inOurWords(Json.Obj sent, SendReply.Accepted accepted) {
    return sent.with("message_id", Json.of(Long.toString(accepted.messageId())))
        .with("channel", Json.of(accepted.channel()))
        .with("next_send_at", Json.of(accepted.nextSendAt().toString()));
  }
}
