package dev.otpstream.ingress.alphasms;

import dev.otpstream.ingress.accounts.AccountSettings;
import dev.otpstream.ingress.accounts.Caller;
import dev.otpstream.ingress.engine.Engine;
import dev.otpstream.ingress.engine.EngineAway;
import dev.otpstream.ingress.engine.SendReply;
import dev.otpstream.ingress.engine.StatusQuestion;
import dev.otpstream.ingress.engine.StatusReply;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.kit.target.TargetRules;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Carries out a batch: all of it at once, the results in the order of the requests. */
final class Batch {
  private static final String BALANCE_DEFAULT = "1000000";
  private static final String CURRENCY_DEFAULT = "UAH";
  private static final Result AWAY = new Result(Json.nothing(), false, true);

  /**
   * What became of one item.
   *
   * @param answered whether it was carried out, or refused by whoever had to carry it out
   * @param away     whether the engine, which had to, was silent
   */
  private record Result(Json body, boolean answered, boolean away) {}

  private final TargetRules targets;
  private final Engine engine;

  Batch(TargetRules targets, Engine engine) {
    this.targets = targets;
    this.engine = engine;
  }

  /**
   * One result for each item; empty if the engine was away and did nothing for any of them. If it did something for some,
   * the others have an error of their own, and sending the same again is safe.
   */
  CompletableFuture<Optional<List<Json>>> results(Caller caller, List<Json> items) {
    List<Item> read = items.stream().map(item -> ItemReader.read(item, targets)).toList();
    List<CompletableFuture<Result>> asked = read.stream().map(item -> ask(caller, item)).toList();
    return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
        .thenApply(_ -> together(read, asked.stream().map(CompletableFuture::join).toList()));
  }

  private static Optional<List<Json>> together(List<Item> items, List<Result> results) {
    boolean nothingDone = results.stream().noneMatch(Result::answered);
    if (nothingDone && results.stream().anyMatch(Result::away)) return Optional.empty();
    return Optional.of(IntStream.range(0, items.size())
        .mapToObj(i -> results.get(i).away() ? error(items.get(i), "Service unavailable") : results.get(i).body())
        .toList());
  }

  private CompletableFuture<Result> ask(Caller caller, Item item) {
    return switch (item) {
      case Item.Refused refused -> done(new Result(error(refused, refused.error()), false, false));
      case Item.Balance _ -> done(new Result(balance(caller), true, false));
      case Item.Send send -> engine.send(caller.accountId(), send.order()).thenApply(reply -> sent(send, reply));
      case Item.Status status -> engine
          .status(caller.accountId(), new StatusQuestion.OfCallerId(status.message()))
          .thenApply(reply -> status(status, reply));
    };
  }

  private static Result sent(Item.Send item, SendReply reply) {
    return switch (reply) {
      case SendReply.Accepted accepted -> answered(success(Json
          .obj("id", item.id(), "msg_id", Json.of(accepted.messageId()), "data", Json.of(1))
          .with("parts", Json.of(item.parts()))));
      case SendReply.Refused _ -> answered(error(item, "Sending rate exceeded"));
      case EngineAway _ -> AWAY;
    };
  }

  private static Result status(Item.Status item, StatusReply reply) {
    return switch (reply) {
      case StatusReply.Found(var message) -> answered(success(Json
          .obj("id", item.id(), "type", Json.of(message.getChannel()), "status",
              Json.of(StatusWords.of(message.getState(), message.getReason())))
          .with("updated", Json.of(message.getUpdatedAt().truncatedTo(ChronoUnit.SECONDS).toString()))));
      case StatusReply.Unknown _ -> answered(error(item, "Wrong message ID"));
      case EngineAway _ -> AWAY;
    };
  }

  private static Json balance(Caller caller) {
    String amount = caller.settings().getOrDefault(AccountSettings.ALPHASMS_BALANCE, BALANCE_DEFAULT);
    String currency = caller.settings().getOrDefault(AccountSettings.ALPHASMS_CURRENCY, CURRENCY_DEFAULT);
    return success(Json.obj("amount", new Json.Num(amount), "currency", Json.of(currency)));
  }

  private static Result answered(Json body) {
    return new Result(body, true, false);
  }

  private static CompletableFuture<Result> done(Result result) {
    return CompletableFuture.completedFuture(result);
  }

  private static Json success(Json data) {
    return Json.obj("success", Json.of(true), "data", data);
  }

  private static Json error(Item item, String text) {
    return Json.obj("success", Json.of(false), "error", Json.of(text), "data", Json.obj("id", item.id()));
  }
}
