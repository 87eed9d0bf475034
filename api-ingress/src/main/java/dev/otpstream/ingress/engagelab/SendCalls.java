package dev.otpstream.ingress.engagelab;

import dev.otpstream.ingress.accounts.Caller;
import dev.otpstream.ingress.engagelab.SendRequest.To;
import dev.otpstream.ingress.engine.Engine;
import dev.otpstream.ingress.engine.EngineAway;
import dev.otpstream.ingress.engine.SendOrder;
import dev.otpstream.ingress.engine.SendOrder.HookOrder;
import dev.otpstream.ingress.engine.SendOrder.NewCode;
import dev.otpstream.ingress.engine.SendOrder.Step;
import dev.otpstream.ingress.engine.SendReply;
import dev.otpstream.ingress.engine.VerifyTimeouts;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Phone;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.ingress.templates.Templates;
import dev.otpstream.schemas.OurCode;
import dev.otpstream.schemas.StatusType;
import dev.otpstream.schemas.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * {@code POST /v1/messages}, {@code /v1/codes} and {@code /v1/custom-messages}: send what a template says. The engine, the
 * one writer of a recipient, holds the resend lock: a template is a purpose of its own, whose living code gives way to none.
 *
 * @see <a href="https://www.engagelab.com/docs/otp/REST-API/OTP-Delivery">EngageLab, OTP Send</a>
 */
final class SendCalls {
  /** The status events that the callback has a word for. */
  static final List<StatusType> CALLBACK_EVENTS = List.of(StatusType.ACCEPTED, StatusType.SENT, StatusType.DELIVERED,
      StatusType.FAILED, StatusType.ATTEMPT_FAILED, StatusType.VERIFIED, StatusType.EXPIRED);
  private final Templates templates;
  private final Engine engine;

  SendCalls(Templates templates, Engine engine) {
    this.templates = templates;
    this.engine = engine;
  }

  /** Sends a code of ours. */
  CompletableFuture<Answer> message(Caller caller, Json.Obj body) throws Refusal {
    SendRequest request = SendReader.message(body);
    Template template = template(caller, request);
    OurCode code = code(template);
    Phone phone = phone(request.to().getFirst());
    List<Step> route = route(new Rendering(template, caller, request, Optional.empty()));
    var wanted = new NewCode(code.getLength(), code.getAlphabet(), code.getAttemptsAllowed(), code.getReplaceActive(),
        code.getCoolDown());
    return engine.send(caller.accountId(), order(caller, template, phone, Optional.of(wanted), route))
        .thenApply(SendCalls::write);
  }

  /** Sends a code of the caller's. */
  CompletableFuture<Answer> ownCode(Caller caller, Json.Obj body) throws Refusal {
    SendRequest request = SendReader.ownCode(body);
    Template template = template(caller, request);
    code(template);
    Phone phone = phone(request.to().getFirst());
    List<Step> route = route(new Rendering(template, caller, request, request.ownCode()));
    return engine.send(caller.accountId(), order(caller, template, phone, Optional.empty(), route))
        .thenApply(SendCalls::write);
  }

  /** Sends whatever the template says, to one or to many; the answer is about the first who is sent something. */
  CompletableFuture<Answer> custom(Caller caller, Json.Obj body) throws Refusal {
    SendRequest request = SendReader.custom(body);
    Template template = template(caller, request);
    Optional<String> code = Optional.ofNullable(request.params().get(Rendering.CODE));
    if (template.getCode() != null && code.filter(given -> !given.isEmpty()).isEmpty())
      throw new Refusal(Answers.wrong("template.params.code is required by this template"));
    var phones = new ArrayList<Phone>();
    for (To to : request.to())
      phones.add(phone(to));
    List<Step> route = route(new Rendering(template, caller, request, code));
    List<CompletableFuture<SendReply>> replies = phones.stream().map(phone -> engine.send(caller.accountId(),
        order(caller, template, phone, Optional.empty(), route))).toList();
    return CompletableFuture.allOf(replies.toArray(CompletableFuture[]::new))
        .thenApply(_ -> first(replies.stream().map(CompletableFuture::join).toList()));
  }

  private static Answer first(List<SendReply> replies) {
    return write(replies.stream().filter(SendReply.Accepted.class::isInstance).findFirst()
        .orElseGet(replies::getFirst));
  }

  private Template template(Caller caller, SendRequest request) throws Refusal {
    Template template = templates.find(caller.accountId(), request.templateId())
        .orElseThrow(() -> new Refusal(TemplateCalls.missing()));
    boolean known = Wordings.LANGUAGES.containsKey(request.language())
        || template.getTexts().stream().anyMatch(text -> text.getLanguage().equals(request.language()));
    if (!known) throw new Refusal(Answers.wrong("template.language is not a language of this template"));
    String from = request.params().get(Rendering.FROM_ID);
    if (from != null && !Rendering.isOriginator(from))
      throw new Refusal(Answers.wrong("template.params.from_id is not a name or number to send from"));
    return template;
  }

  private static OurCode code(Template template) throws Refusal {
    if (template.getCode() == null) throw new Refusal(Answers.impossible("the template has no verify_code_config"));
    return template.getCode();
  }

  private static Phone phone(To to) throws Refusal {
    return switch (to) {
      case To.ByPhone(Phone phone) -> phone;
      case To.ByEmail _ -> throw new Refusal(Answers.impossible("the template's channels need a phone number"));
    };
  }

  private static List<Step> route(Rendering rendering) throws Refusal {
    List<Step> route = rendering.route();
    if (route.isEmpty()) throw new Refusal(Answers.sendFailed("no channel of the template can send this"));
    return route;
  }

  private static SendOrder order(Caller caller, Template template, Phone phone, Optional<NewCode> code,
      List<Step> route) {
    List<HookOrder> hooks = caller.hooks(EngagelabDialect.NAME).stream()
        .map(hook -> new HookOrder(hook.format(), hook.url(), CALLBACK_EVENTS, hook.id(),
            Map.of("template_id", template.getId())))
        .toList();
    return new SendOrder(phone, EngagelabDialect.NAME + "/" + template.getId(), code,
        VerifyTimeouts.of(template.getSettings()).or(VerifyTimeouts.of(caller.settings())).on(route),
        Rendering.lifetime(template), Optional.empty(), hooks, Optional.empty());
  }

  private static Answer write(SendReply reply) {
    return switch (reply) {
      case SendReply.Accepted accepted -> Answer.ok(Json.obj("message_id",
          Json.of(Long.toString(accepted.messageId())), "send_channel", Json.of(accepted.channel())));
      case SendReply.Refused(var refusal, var retryAfter) -> switch (refusal) {
        case ACTIVE_CODE -> Answers.tooSoon(retryAfter);
        case ATTEMPTS_BUDGET, COOL_DOWN -> Answers.rateLimit("too many codes for this recipient", retryAfter);
        case IDEMPOTENCY_CONFLICT, OTHER -> Answers.sendFailed("send fail");
      };
      case EngineAway _ -> Answers.away();
    };
  }
}
