package dev.otpstream.ingress.kaleyra;

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
import dev.otpstream.kit.target.TargetRules;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Kaleyra's messages and verify API: forms or JSON in, the account in the path, the key in a header.
 *
 * @see <a href="https://developers.kaleyra.io/docs/send-otp-sms">Kaleyra, Send OTP SMS</a>
 */
public final class KaleyraDialect implements Dialect {
  static final String NAME = "kaleyra";
  private static final String SID = "sid";
  private static final Pattern SID_FORM = Pattern.compile("[A-Z0-9]{6,34}");
  private static final Pattern PATHS = Pattern.compile("/v1/[A-Z0-9]{6,34}/(messages|sms|verify|callback)(/.*)?");
  private static final Duration RATE_RETRY = Duration.ofSeconds(1);
  private final Callers callers;
  private final CallRates rates;
  private final SendCall sends;
  private final StatusCall statuses;
  private final VerifyCalls verifies;

  /** @param targets where callbacks may lead */
  public KaleyraDialect(Callers callers, CallRates rates, TargetRules targets, Engine engine, InstantSource clock) {
    this(callers, rates, targets, engine, clock, UUID::randomUUID);
  }

  KaleyraDialect(Callers callers, CallRates rates, TargetRules targets, Engine engine, InstantSource clock,
      Supplier<UUID> ids) {
    this.callers = callers;
    this.rates = rates;
    this.sends = new SendCall(engine, new SendReader(new Callbacks(targets)), clock, ids);
    this.statuses = new StatusCall(engine);
    this.verifies = new VerifyCalls(engine);
  }

  @Override public String name() {
    return NAME;
  }

  @Override public List<Operation> operations() {
    return List.of(
        post("send", "/messages", sends::answer, Input::of, Answers::refused).yielding(),
        post("send_sms", "/sms", sends::answer, Input::of, Answers::refused).yielding(),
        get("status", "/messages/status", statuses::answer),
        get("status_sms", "/sms/status", statuses::answer),
        post("verify", "/verify", verifies::either, Input::of, VerifyCalls::refused), // some only guess
        post("validate", "/verify/validate", verifies::validate, Input::of, VerifyCalls::refused));
  }

  @Override public boolean speaksFor(String path) {
    return PATHS.matcher(path).matches();
  }

  @Override public Answer fault(Fault fault) {
    return switch (fault) {
      case UNKNOWN_PATH -> Answers.error(404, "NOT_FOUND", "Not found", Answers.EMPTY);
      case WRONG_METHOD -> Answers.error(405, "METHOD_NOT_ALLOWED", "Method not allowed", Answers.EMPTY);
      case BODY_TOO_LARGE, BODY_UNREADABLE -> Answers.refused(Refusal.invalid("body"));
      case BUSY -> Answers.busy();
      case INTERNAL -> Answers.error(500, "E103", "Internal Server Error", Answers.EMPTY);
    };
  }

  /** What an operation does once the caller is known and the request is read. */
  private interface Work {
    CompletableFuture<Answer> on(Caller caller, Input input) throws Refusal;
  }

  private Operation post(String name, String path, Work work, Function<Call, Optional<Input>> input,
      Function<Refusal, Answer> refused) {
    return Operation.post(name, "/v1/{sid}" + path, call -> answer(call, work, input, refused)).where(SID, SID_FORM);
  }

  private Operation get(String name, String path, Work work) {
    return Operation.get(name, "/v1/{sid}" + path, call -> answer(call, work, Input::ofQuery, Answers::refused))
        .where(SID, SID_FORM);
  }

  private CompletableFuture<Answer> answer(Call call, Work work, Function<Call, Optional<Input>> input,
      Function<Refusal, Answer> refused) {
    if (!(identify(call) instanceof Identity.Known(Caller caller))) return done(Answers.unauthorized());
    if (!rates.admits(caller)) return done(Answers.tooMany(RATE_RETRY));
    try {
      return work.on(caller, input.apply(call).orElseThrow(() -> Refusal.invalid("body")));
    } catch (Refusal refusal) {
      return done(refused.apply(refusal));
    }
  }

  private Identity identify(Call call) {
    return call.header(Call.API_KEY).map(String::strip).filter(key -> !key.isEmpty())
        .map(key -> callers.identify(Front.KALEYRA, call.parameter(SID), key)).orElseGet(Identity.Unknown::new);
  }

  private static CompletableFuture<Answer> done(Answer answer) {
    return CompletableFuture.completedFuture(answer);
  }
}
