package dev.otpstream.ingress.timeline;

import dev.otpstream.ingress.engine.CallerId;
import dev.otpstream.ingress.engine.Engine;
import dev.otpstream.ingress.engine.EngineAway;
import dev.otpstream.ingress.engine.StatusQuestion;
import dev.otpstream.ingress.engine.StatusReply;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Call;
import dev.otpstream.ingress.front.Dialect;
import dev.otpstream.ingress.front.Envelope;
import dev.otpstream.ingress.front.Fault;
import dev.otpstream.ingress.front.Form;
import dev.otpstream.ingress.front.Operation;
import dev.otpstream.ingress.front.OperatorToken;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.ingress.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The operators' questions about one message: by our id, or by the account and the id that its caller gave. Faults of
 * the paths are answered by the rest of the operators' API.
 */
public final class TimelineDialect implements Dialect {
  private static final String MESSAGES = "/admin/v1/messages";
  private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,17}");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final int CALLER_ID_LENGTH_MAX = 255;
  /** In whose name operators ask for a message of any account. */
  private static final String OPERATOR = "operator";
  private final OperatorToken token;
  private final Engine engine;

  public TimelineDialect(OperatorToken token, Engine engine) {
    this.token = token;
    this.engine = engine;
  }

  @Override public String name() {
    return "timeline";
  }

  @Override public List<Operation> operations() {
    return List.of(
        Operation.get("message", MESSAGES + "/{id}", call -> answer(call, this::byId)),
        Operation.get("messages", MESSAGES, call -> answer(call, this::byCallerId)));
  }

  @Override public boolean speaksFor(String path) {
    return false;
  }

  @Override public Answer fault(Fault fault) {
    return Envelope.fault(fault);
  }

  private CompletableFuture<Answer> answer(Call call, Function<Call, CompletableFuture<Answer>> work) {
    return token.refusal(call).map(CompletableFuture::completedFuture).orElseGet(() -> work.apply(call));
  }

  private CompletableFuture<Answer> byId(Call call) {
    String id = call.parameter("id");
    if (!ID.matcher(id).matches()) return CompletableFuture.completedFuture(unknown());
    return ask(OPERATOR, new StatusQuestion.History(Long.parseLong(id)));
  }

  private CompletableFuture<Answer> byCallerId(Call call) {
    Optional<Form> query = Form.query(call.query());
    Optional<String> account = query.flatMap(form -> one(form, "account")).filter(WORD.asMatchPredicate());
    Optional<String> front = query.flatMap(form -> one(form, "front")).filter(WORD.asMatchPredicate());
    Optional<Json> callerId = query.flatMap(form -> one(form, "caller_id"))
        .filter(id -> id.length() <= CALLER_ID_LENGTH_MAX)
        .flatMap(id -> JsonReader.read(id.getBytes(StandardCharsets.UTF_8)));
    if (account.isEmpty() || front.isEmpty() || callerId.isEmpty())
      return CompletableFuture.completedFuture(Envelope.error(400, "validation_failed",
          "Give account, front and caller_id; caller_id as JSON: a string in quotes, a number without"));
    var id = new CallerId(front.get(), callerId.get().text());
    return ask(account.get(), new StatusQuestion.HistoryOfCallerId(id));
  }

  private static Optional<String> one(Form form, String name) {
    List<String> values = form.all(name);
    return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
  }

  private CompletableFuture<Answer> ask(String account, StatusQuestion question) {
    return engine.status(account, question).thenApply(reply -> switch (reply) {
      case StatusReply.Found(var message) -> Answer.ok(Timeline.of(message));
      case StatusReply.Unknown _ -> unknown();
      case EngineAway _ -> Envelope.busy("The engine did not answer in time");
    });
  }

  private static Answer unknown() {
    return Envelope.error(404, "not_found", "No such message");
  }
}
