package dev.otpstream.ingress.zapnoty;

import dev.otpstream.ingress.engine.Once;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Call;
import dev.otpstream.ingress.front.Envelope;
import dev.otpstream.ingress.front.Fields;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.ingress.json.JsonReader;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A call's body.
 *
 * @param fields its fields
 * @param once   the caller's promise that two such calls are one
 */
record Request(Fields fields, Optional<Once> once) {
  private static final int IDEMPOTENCY_KEY_LENGTH_MAX = 255;
  private static final Duration ANSWER_KEPT = Duration.ofHours(24);
  private static final Json.Obj NOTHING = new Json.Obj(Map.of());

  /** What is done with a body. */
  interface Work {
    CompletableFuture<Answer> answer(Request request);
  }

  /** Hands on a JSON body, or answers that there is none. */
  static CompletableFuture<Answer> read(String operation, Call call, Work work) {
    Optional<Json.Obj> body = call.isJson() ? JsonReader.readObject(call.body()) : Optional.empty();
    return body.map(given -> work.answer(of(operation, call, given)))
        .orElseGet(() -> CompletableFuture.completedFuture(Envelope.error(400, "validation_failed",
            "The body is not a JSON object with content type application/json")));
  }

  /** The same; no body at all is an object without fields. */
  static CompletableFuture<Answer> readAny(String operation, Call call, Work work) {
    return call.body().length == 0 ? work.answer(of(operation, call, NOTHING)) : read(operation, call, work);
  }

  private static Request of(String operation, Call call, Json.Obj body) {
    Fields fields = Fields.of(body);
    Optional<String> key = call.header(Call.IDEMPOTENCY_KEY);
    boolean badKey = key.filter(given -> given.isBlank() || given.length() > IDEMPOTENCY_KEY_LENGTH_MAX).isPresent();
    if (badKey) fields.wrong("Idempotency-Key", "is not 1 to %d characters".formatted(IDEMPOTENCY_KEY_LENGTH_MAX));
    return new Request(fields, key.map(given -> new Once(operation, given, body.sorted().text(), ANSWER_KEPT)));
  }
}
