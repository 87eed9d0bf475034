package dev.otpstream.ingress.alphasms;

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
import dev.otpstream.kit.target.TargetRules;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * AlphaSMS's JSON gateway: one path, many requests a call, the answer in the envelope and HTTP 200 for whatever is
 * documented.
 *
 * @see <a href="https://docs.alphasms.ua">AlphaSMS, JSON API</a>
 */
public final class AlphasmsDialect implements Dialect {
  static final String NAME = "alphasms";
  private static final String PATH = "/api/json.php";
  private static final int ITEMS_MAX = 1000;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
  private static final String FORMAT = "Incorrect document format";
  private final Callers callers;
  private final CallRates rates;
  private final Batch batch;

  /** @param targets where hooks may lead */
  public AlphasmsDialect(Callers callers, CallRates rates, TargetRules targets, Engine engine) {
    this.callers = callers;
    this.rates = rates;
    this.batch = new Batch(targets, engine);
  }

  @Override public String name() {
    return NAME;
  }

  @Override public List<Operation> operations() {
    return List.of(Operation.post("batch", PATH, this::answer).yielding());
  }

  @Override public boolean speaksFor(String path) {
    return path.startsWith("/api/");
  }

  @Override public Answer fault(Fault fault) {
    return switch (fault) {
      case UNKNOWN_PATH -> Answer.of(404, error("Not found"));
      case WRONG_METHOD -> Answer.of(405, error("Method not allowed")).with("Allow", "POST");
      case BODY_TOO_LARGE, BODY_UNREADABLE -> refused(FORMAT);
      case BUSY, INTERNAL -> unavailable();
    };
  }

  private CompletableFuture<Answer> answer(Call call) {
    if (!call.isJson()) return done(refused("Wrong content type"));
    Optional<Json.Obj> document = JsonReader.readObject(call.body());
    if (document.isEmpty()) return done(refused(FORMAT));
    if (!(identify(document.get()) instanceof Identity.Known(Caller caller))) return done(refused("Access denied"));
    if (!(document.get().find("data").orElse(null) instanceof Json.Arr(List<Json> items)) || items.isEmpty())
      return done(refused(FORMAT));
    if (items.size() > ITEMS_MAX) return done(refused("Too many messages"));
    if (!rates.admits(caller)) return done(refused("Sending rate exceeded"));
    return batch.results(caller, items).thenApply(results -> results
        .map(list -> Answer.ok(Json.obj("success", Json.of(true), "data", Json.list(list))))
        .orElseGet(AlphasmsDialect::unavailable));
  }

  private static CompletableFuture<Answer> done(Answer answer) {
    return CompletableFuture.completedFuture(answer);
  }

  private Identity identify(Json.Obj document) {
    return document.find("auth").orElse(null) instanceof Json.Str(String auth)
        ? callers.identify(Front.ALPHASMS, auth)
        : new Identity.Unknown();
  }

  private static Answer refused(String error) {
    return Answer.ok(error(error));
  }

  private static Answer unavailable() {
    return Answer.of(503, error("Service unavailable")).retryAfter(RETRY_AFTER);
  }

  private static Json error(String text) {
    return Json.obj("success", Json.of(false), "error", Json.of(text));
  }
}
