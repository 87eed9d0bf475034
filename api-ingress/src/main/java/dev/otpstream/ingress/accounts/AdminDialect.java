package dev.otpstream.ingress.accounts;

import dev.otpstream.ingress.accounts.Accounts.Change;
import dev.otpstream.ingress.accounts.Accounts.Profile;
import dev.otpstream.ingress.accounts.Accounts.Rotated;
import dev.otpstream.ingress.accounts.Accounts.Updated;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Call;
import dev.otpstream.ingress.front.Dialect;
import dev.otpstream.ingress.front.Envelope;
import dev.otpstream.ingress.front.Fault;
import dev.otpstream.ingress.front.Fields;
import dev.otpstream.ingress.front.Form;
import dev.otpstream.ingress.front.Operation;
import dev.otpstream.ingress.front.OperatorToken;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.ingress.json.JsonReader;
import dev.otpstream.ingress.store.StoreAway;
import dev.otpstream.kit.Secret;
import dev.otpstream.kit.target.TargetRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/** The operators' API: accounts and their credentials, behind one bearer token. */
final class AdminDialect implements Dialect {
  private static final String ACCOUNTS = "/admin/v1/accounts";
  private static final String ACCOUNT = ACCOUNTS + "/{id}";
  private static final int NAME_LENGTH_MAX = 100;
  private static final Pattern PAGE = Pattern.compile("[1-9][0-9]{0,2}|1000");
  private static final String PAGE_DEFAULT = "100";
  private static final Form NO_QUERY = new Form(Map.of());
  private final Accounts accounts;
  private final AccountReader reader;
  private final OperatorToken operators;

  AdminDialect(Accounts accounts, Secret token, TargetRules targets) {
    this.accounts = accounts;
    this.reader = new AccountReader(targets);
    this.operators = new OperatorToken(token);
  }

  @Override public String name() {
    return "admin";
  }

  @Override public List<Operation> operations() {
    return List.of(
        Operation.post("create", ACCOUNTS, call -> answer(call, this::create)),
        Operation.get("list", ACCOUNTS, call -> answer(call, this::list)),
        Operation.get("show", ACCOUNT, call -> answer(call, this::show)),
        Operation.patch("update", ACCOUNT, call -> answer(call, this::update)),
        Operation.post("disable", ACCOUNT + "/disable", call -> answer(call, one -> enable(one, false))),
        Operation.post("enable", ACCOUNT + "/enable", call -> answer(call, one -> enable(one, true))),
        Operation.post("rotate", ACCOUNT + "/rotate", call -> answer(call, this::rotate)));
  }

  @Override public boolean speaksFor(String path) {
    return path.startsWith("/admin");
  }

  @Override public Answer fault(Fault fault) {
    return Envelope.fault(fault);
  }

  /** What an operation does once the operator is known. */
  private interface Work {
    Answer on(Call call) throws StoreAway;
  }

  /** Operators are few, and wait for the topic: their calls have threads of their own. */
  private CompletableFuture<Answer> answer(Call call, Work work) {
    return CompletableFuture.supplyAsync(() -> judged(call, work), Thread::startVirtualThread);
  }

  private Answer judged(Call call, Work work) {
    Optional<Answer> refusal = operators.refusal(call);
    if (refusal.isPresent()) return refusal.get();
    try {
      return work.on(call);
    } catch (StoreAway e) {
      return Envelope.busy("Accounts cannot be saved now; look before trying again");
    }
  }

  private Answer create(Call call) throws StoreAway {
    Optional<Json.Obj> body = json(call);
    if (body.isEmpty()) return notJson();
    Fields fields = Fields.of(body.get());
    Profile profile = reader.created(fields);
    Optional<String> problem = fields.problem().or(() -> EngagelabCallback.problem(List.of(), profile.settings()));
    return problem.isPresent()
        ? invalid(problem.get())
        : Answer.of(201, AdminAnswers.created(accounts.create(profile)));
  }

  private Answer update(Call call) throws StoreAway {
    Optional<Json.Obj> body = json(call);
    if (body.isEmpty()) return notJson();
    Fields fields = Fields.of(body.get());
    Change change = reader.changed(fields);
    if (fields.problem().isPresent()) return invalid(fields.problem().get());
    return switch (accounts.update(id(call), change)) {
      case Updated.Done(var account) -> Answer.ok(AdminAnswers.account(account));
      case Updated.Impossible(String why) -> invalid(why);
      case Updated.Unknown _ -> oneOr404(Optional.empty());
    };
  }

  private Answer list(Call call) {
    Form query = Form.query(call.query()).orElse(NO_QUERY);
    String limit = query.all("limit").stream().findFirst().orElse(PAGE_DEFAULT);
    if (!PAGE.matcher(limit).matches()) return invalid("limit is not a whole number from 1 to 1000");
    return accounts.page(query.all("cursor").stream().findFirst(), Integer.parseInt(limit))
        .map(page -> Answer.ok(AdminAnswers.page(page))).orElseGet(() -> invalid("cursor is not one of ours"));
  }

  private Answer show(Call call) {
    return oneOr404(accounts.find(id(call)).map(AdminAnswers::account));
  }

  private Answer enable(Call call, boolean enabled) throws StoreAway {
    return oneOr404(accounts.enable(id(call), enabled).map(AdminAnswers::account));
  }

  private Answer rotate(Call call) throws StoreAway {
    Optional<Json.Obj> body = json(call);
    if (body.isEmpty()) return notJson();
    Fields fields = Fields.of(body.get());
    String credential = fields.requiredLine("credential", NAME_LENGTH_MAX);
    Optional<Rotated> rotated = switch (credential) {
      case "alphasms" -> accounts.rotate(id(call), Front.ALPHASMS);
      case "zapnoty" -> accounts.rotate(id(call), Front.ZAPNOTY);
      case "zapnoty_test" -> accounts.rotate(id(call), Front.ZAPNOTY_TEST);
      case "engagelab" -> accounts.rotate(id(call), Front.ENGAGELAB);
      case "kaleyra" -> accounts.rotate(id(call), Front.KALEYRA);
      case "webhook" -> accounts.rotateWebhookSecret(id(call));
      default -> {
        fields.wrong("credential", "is not one of alphasms, engagelab, kaleyra, webhook, zapnoty, zapnoty_test");
        yield Optional.empty();
      }
    };
    if (fields.problem().isPresent()) return invalid(fields.problem().get());
    return oneOr404(rotated.map(one -> AdminAnswers.rotated(credential, one)));
  }

  private static Optional<Json.Obj> json(Call call) {
    return call.isJson() ? JsonReader.readObject(call.body()) : Optional.empty();
  }

  private static String id(Call call) {
    return call.parameter("id");
  }

  private static Answer notJson() {
    return invalid("The body is not a JSON object with content type application/json");
  }

  private static Answer invalid(String problem) {
    return Envelope.error(400, "validation_failed", problem);
  }

  private static Answer oneOr404(Optional<Json> found) {
    return found.map(Answer::ok).orElseGet(() -> Envelope.error(404, "not_found", "No such account"));
  }
}
