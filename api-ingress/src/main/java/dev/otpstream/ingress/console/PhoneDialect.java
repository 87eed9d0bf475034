package dev.otpstream.ingress.console;

import dev.otpstream.ingress.console.DemoPhone.App;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Call;
import dev.otpstream.ingress.front.Dialect;
import dev.otpstream.ingress.front.Envelope;
import dev.otpstream.ingress.front.Fault;
import dev.otpstream.ingress.front.Fields;
import dev.otpstream.ingress.front.Operation;
import dev.otpstream.ingress.front.OperatorToken;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.ingress.json.JsonReader;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What a person does with the demo's telephone. Part of the page, not of the API: it may change with it. */
final class PhoneDialect implements Dialect {
  private static final String PHONE = "/console/phone/{number}";
  private static final Pattern NUMBER = Pattern.compile("[0-9]{7,15}");
  private static final int DATA_LENGTH_MAX = 200;
  private final OperatorToken token;
  private final DemoPhone phone;

  PhoneDialect(OperatorToken token, DemoPhone phone) {
    this.token = token;
    this.phone = phone;
  }

  @Override public String name() {
    return "phone";
  }

  @Override public List<Operation> operations() {
    return List.of(Operation.get("screen", PHONE, call -> answer(call, this::screen)).where("number", NUMBER),
        Operation.post("open", PHONE + "/open", call -> answer(call, this::open)).where("number", NUMBER),
        Operation.post("tap", PHONE + "/tap", call -> answer(call, this::tap)).where("number", NUMBER));
  }

  @Override public boolean speaksFor(String path) {
    return false;
  }

  @Override public Answer fault(Fault fault) {
    return Envelope.fault(fault);
  }

  private CompletableFuture<Answer> answer(Call call, Function<Call, Answer> work) {
    return CompletableFuture.completedFuture(token.refusal(call).orElseGet(() -> work.apply(call)));
  }

  private Answer screen(Call call) {
    return Answer.ok(Json.obj("bubbles",
        Json.list(phone.screen(call.parameter("number")).stream().map(PhoneDialect::bubble).toList())));
  }

  private Answer open(Call call) {
    return act(call, "payload", (app, payload) -> phone.open(app, call.parameter("number"), payload));
  }

  private Answer tap(Call call) {
    return act(call, "data", (app, data) -> phone.tap(app, call.parameter("number"), data));
  }

  private interface Act {
    void on(App app, String word);
  }

  private static Answer act(Call call, String name, Act act) {
    Fields fields = Fields.of(JsonReader.readObject(call.body()).orElseGet(() -> new Json.Obj(Map.of())));
    String app = fields.requiredLine("app", DATA_LENGTH_MAX);
    String word = fields.requiredLine(name, DATA_LENGTH_MAX);
    Optional<App> bot = List.of(App.TELEGRAM, App.MAX).stream().filter(one -> word(one).equals(app)).findFirst();
    if (bot.isEmpty()) fields.wrong("app", "has no bot");
    if (fields.problem().isPresent()) return Envelope.error(400, "validation_failed", fields.problem().get());
    act.on(bot.orElseThrow(), word);
    return Answer.ok(Json.obj("done", Json.of(true)));
  }

  private static Json bubble(DemoPhone.Bubble bubble) {
    Json.Obj written = Json.obj("app", Json.of(word(bubble.app())), "mine", Json.of(bubble.mine()))
        .with("sender", Json.of(bubble.sender())).with("text", Json.of(bubble.text()))
        .with("at", Json.of(bubble.at().toString()))
        .with("buttons", Json.list(bubble.buttons().stream()
            .map(button -> Json.obj("text", Json.of(button.text()), "data", Json.of(button.data()))).toList()));
    return bubble.code().map(code -> written.with("code", Json.of(code))).orElse(written);
  }

  private static String word(App app) {
    return app.name().toLowerCase(Locale.ROOT);
  }
}
