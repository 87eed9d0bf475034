package dev.otpstream.ingress.engagelab;

import dev.otpstream.ingress.accounts.AccountSettings;
import dev.otpstream.ingress.accounts.CallRates;
import dev.otpstream.ingress.accounts.Caller;
import dev.otpstream.ingress.accounts.Callers;
import dev.otpstream.ingress.accounts.Callers.Identity;
import dev.otpstream.ingress.accounts.Front;
import dev.otpstream.ingress.engine.Engine;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Call;
import dev.otpstream.ingress.front.Dialect;
import dev.otpstream.ingress.front.Fault;
import dev.otpstream.ingress.front.Operation;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.ingress.json.JsonReader;
import dev.otpstream.ingress.templates.Templates;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/**
 * EngageLab's OTP API: templates, codes of ours and of the caller's, verification by message id.
 *
 * @see <a href="https://www.engagelab.com/docs/otp">EngageLab, OTP</a>
 */
public final class EngagelabDialect implements Dialect {
  static final String NAME = "engagelab";
  private static final String TEMPLATES = "/v1/template-configs";
  private static final String TEMPLATE = TEMPLATES + "/{id}";
  private static final Pattern PATHS = Pattern
      .compile("/v1/(messages|codes|verifications|custom-messages|template-configs)(/.*)?");
  private final Callers callers;
  private final CallRates rates;
  private final SendCalls sends;
  private final VerifyCall verify;
  private final TemplateCalls templates;

  public EngagelabDialect(Callers callers, CallRates rates, Templates templates, Engine engine, InstantSource clock) {
    this.callers = callers;
    this.rates = rates;
    this.sends = new SendCalls(templates, engine);
    this.verify = new VerifyCall(engine);
    this.templates = new TemplateCalls(templates, clock);
  }

  @Override public String name() {
    return NAME;
  }

  @Override public List<Operation> operations() {
    return List.of(
        Operation.post("message", "/v1/messages", call -> withBody(call, sends::message)).yielding(),
        Operation.post("code", "/v1/codes", call -> withBody(call, sends::ownCode)).yielding(),
        Operation.post("custom", "/v1/custom-messages", call -> withBody(call, sends::custom)).yielding(),
        Operation.post("verify", "/v1/verifications", call -> withBody(call, verify::verify)),
        Operation.post("create", TEMPLATES, call -> withBody(call, templates::create)),
        Operation.get("list", TEMPLATES, call -> known(call, caller -> done(templates.list(caller)))),
        Operation.get("show", TEMPLATE, call -> known(call, caller -> done(templates.show(caller, id(call))))),
        Operation.delete("delete", TEMPLATE, call -> known(call, caller -> templates.delete(caller, id(call)))));
  }

  @Override public boolean speaksFor(String path) {
    return PATHS.matcher(path).matches();
  }

  @Override public Answer fault(Fault fault) {
    return switch (fault) {
      case UNKNOWN_PATH -> Answers.error(404, 4001, "not found");
      case WRONG_METHOD -> Answers.error(405, 3002, "method not allowed");
      case BODY_TOO_LARGE, BODY_UNREADABLE -> Answers.error(400, 3001, "body cannot be read");
      case BUSY -> Answers.away();
      case INTERNAL -> Answers.internal();
    };
  }

  /** What an operation does once the caller is known. */
  private interface Work {
    CompletableFuture<Answer> of(Caller caller) throws Refusal;
  }

  /** What an operation does with a caller's document. */
  private interface WorkOnBody {
    CompletableFuture<Answer> of(Caller caller, Json.Obj body) throws Refusal;
  }

  private CompletableFuture<Answer> withBody(Call call, WorkOnBody work) {
    return known(call, caller -> {
      Optional<Json.Obj> body = call.isJson() ? JsonReader.readObject(call.body()) : Optional.empty();
      return work.of(caller, body.orElseThrow(() -> new Refusal(Answers.notJson())));
    });
  }

  private CompletableFuture<Answer> known(Call call, Work work) {
    Identity identity = BasicCredentials.of(call)
        .map(given -> callers.identify(Front.ENGAGELAB, given.name(), given.secret()))
        .orElseGet(Identity.Unknown::new);
    return switch (identity) {
      case Identity.Unknown _ -> done(Answers.wrongCredentials());
      case Identity.Disabled _ -> done(Answers.disabledCredentials());
      case Identity.Known(Caller caller) when !mayCall(caller) -> done(Answers.noRight());
      case Identity.Known(Caller caller) when !rates.admits(caller) -> done(Answers.rateLimit());
      case Identity.Known(Caller caller) -> {
        try {
          yield work.of(caller);
        } catch (Refusal refusal) {
          yield done(refusal.answer());
        }
      }
    };
  }

  private static boolean mayCall(Caller caller) {
    return !caller.settings().getOrDefault(AccountSettings.ENGAGELAB_OTP, "true").equals("false");
  }

  private static String id(Call call) {
    return call.parameter("id");
  }

  private static CompletableFuture<Answer> done(Answer answer) {
    return CompletableFuture.completedFuture(answer);
  }
}
