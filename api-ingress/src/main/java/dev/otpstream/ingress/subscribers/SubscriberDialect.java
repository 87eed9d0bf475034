package dev.otpstream.ingress.subscribers;

import dev.otpstream.ingress.engine.EngineAway;
import dev.otpstream.ingress.engine.Erasure;
import dev.otpstream.ingress.engine.ErasureReply;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Call;
import dev.otpstream.ingress.front.Dialect;
import dev.otpstream.ingress.front.Envelope;
import dev.otpstream.ingress.front.Fault;
import dev.otpstream.ingress.front.Operation;
import dev.otpstream.ingress.front.OperatorToken;
import dev.otpstream.ingress.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Operators may have a subscriber erased. Faults of the path are answered by the rest of the operators' API. */
public final class SubscriberDialect implements Dialect {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private final OperatorToken token;
  private final Erasure erasure;
  private final Function<UUID, Optional<String>> accountOf;

  /** @param accountOf whose subscriber an id names; empty: nobody's, as far as is known here */
  public SubscriberDialect(OperatorToken token, Erasure erasure, Function<UUID, Optional<String>> accountOf) {
    this.token = token;
    this.erasure = erasure;
    this.accountOf = accountOf;
  }

  @Override public String name() {
    return "subscribers";
  }

  @Override public List<Operation> operations() {
    return List.of(Operation.delete("erase", "/admin/v1/accounts/{id}/subscribers/{subscriber}",
        call -> token.refusal(call).map(CompletableFuture::completedFuture).orElseGet(() -> erase(call))));
  }

  @Override public boolean speaksFor(String path) {
    return false;
  }

  @Override public Answer fault(Fault fault) {
    return Envelope.fault(fault);
  }

  private CompletableFuture<Answer> erase(Call call) {
    String subscriber = call.parameter("subscriber");
    if (!ID.matcher(subscriber).matches())
      return CompletableFuture.completedFuture(
          Envelope.error(400, "validation_failed", "A subscriber's id is a UUID in lower case"));
    UUID id = UUID.fromString(subscriber);
    String account = call.parameter("id");
    boolean foreign = accountOf.apply(id).filter(owner -> !owner.equals(account)).isPresent();
    if (foreign || !ACCOUNT.matcher(account).matches())
      return CompletableFuture.completedFuture(Envelope.error(404, "not_found", "No such subscriber"));
    // Also one that is not known here: what another site's engine knows nothing of may be in its topics.
    return erasure.erase(account, id).thenApply(reply -> switch (reply) {
      case ErasureReply.Erased(boolean known) ->
        Answer.ok(new Json.Obj(Map.of("known", known ? Json.Bool.TRUE : Json.Bool.FALSE)));
      case EngineAway _ -> Envelope.busy("The engine did not answer in time");
    });
  }
}
