package dev.otpstream.ingress.console;

import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Call;
import dev.otpstream.ingress.front.Dialect;
import dev.otpstream.ingress.front.Envelope;
import dev.otpstream.ingress.front.Fault;
import dev.otpstream.ingress.front.Operation;
import dev.otpstream.ingress.front.OperatorToken;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.ingress.json.JsonReader;
import dev.otpstream.kit.redrive.Choice;
import dev.otpstream.kit.redrive.Fate;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operators' order to put dead letters back. Faults of the path are answered by the rest of the operators' API. */
final class DeadLetterDialect implements Dialect {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterDialect.class);
  private static final int LETTERS_MAX = 1_000;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  /** Puts the chosen letters back and counts what became of them. */
  interface Redriver {
    /** @throws IllegalStateException if another run took over */
    Map<Fate, Integer> redrive(Choice choice);
  }

  private final OperatorToken token;
  private final Redriver redriver;
  /** A second run would stop the first. */
  private final Semaphore room = new Semaphore(1);

  DeadLetterDialect(OperatorToken token, Redriver redriver) {
    this.token = token;
    this.redriver = redriver;
  }

  @Override public String name() {
    return "dead-letters";
  }

  @Override public List<Operation> operations() {
    return List.of(Operation.post("redrive", "/admin/v1/dead-letters/redrive", this::redrive));
  }

  @Override public boolean speaksFor(String path) {
    return false;
  }

  @Override public Answer fault(Fault fault) {
    return Envelope.fault(fault);
  }

  private CompletableFuture<Answer> redrive(Call call) {
    Optional<Answer> refusal = token.refusal(call);
    if (refusal.isPresent()) return CompletableFuture.completedFuture(refusal.get());
    Optional<Choice> choice = choice(call);
    if (choice.isEmpty())
      return CompletableFuture.completedFuture(Envelope.error(400, "validation_failed",
          "Give letters: a list of 1 to %d offsets, or the word all".formatted(LETTERS_MAX)));
    if (!room.tryAcquire()) return CompletableFuture.completedFuture(busy("A redrive is under way"));
    return CompletableFuture.supplyAsync(() -> {
      try {
        return Answer.ok(json(redriver.redrive(choice.get())));
      } catch (KafkaException | IllegalStateException e) {
        LOG.atWarn().setCause(e).log("redrive broke off");
        return busy("Not surely done; doing it again does no harm");
      } finally {
        room.release();
      }
    }, Thread::startVirtualThread);
  }

  private static Optional<Choice> choice(Call call) {
    Optional<Json> letters = JsonReader.readObject(call.body()).flatMap(body -> body.find("letters"));
    return letters.flatMap(given -> switch (given) {
      case Json.Str(String word) when word.equals("all") -> Optional.of(Choice.ALL);
      case Json.Arr(List<Json> items) -> offsets(items).map(Choice::of);
      case Json.Str _,Json.Obj _,Json.Num _,Json.Bool _,Json.Null _ -> Optional.empty();
    });
  }

  private static Optional<Set<Long>> offsets(List<Json> items) {
    if (items.isEmpty() || items.size() > LETTERS_MAX) return Optional.empty();
    var offsets = new HashSet<Long>();
    for (Json item : items) {
      OptionalLong offset = item instanceof Json.Num number ? number.integer() : OptionalLong.empty();
      if (offset.isEmpty()) return Optional.empty();
      offsets.add(offset.getAsLong());
    }
    return Optional.of(offsets);
  }

  private static Json json(Map<Fate, Integer> fates) {
    Json.Obj answer = Json.obj("redriven", Json.of(fates.getOrDefault(Fate.REDRIVEN, 0)));
    for (Fate fate : Fate.values())
      if (fate != Fate.REDRIVEN && fates.containsKey(fate))
        answer = answer.with(fate.name().toLowerCase(Locale.ROOT), Json.of(fates.get(fate)));
    return answer;
  }

  private static Answer busy(String text) {
    return Envelope.error(503, "platform_busy", true, text).retryAfter(RETRY_AFTER);
  }
}
