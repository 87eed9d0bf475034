package dev.otpstream.simulators.kaleyra;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.otpstream.simulators.stage.Answer;
import dev.otpstream.simulators.stage.Operation;
import dev.otpstream.simulators.stage.PhoneMessage;
import dev.otpstream.simulators.stage.Receipt;
import dev.otpstream.simulators.stage.ScriptBook;
import dev.otpstream.simulators.stage.Stage;
import dev.otpstream.simulators.stage.Step;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/** What Kaleyra decides and does about a call, apart from HTTP. Thread-safe. */
final class KaleyraDesk {
  private static final Operation SEND = new Operation("messages", Operation.Role.SENDS);
  private static final Operation QUERY = new Operation("status", Operation.Role.OTHER);

  private final Stage stage;
  private final ScriptBook scripts;
  private final KaleyraCallbacks callbacks;
  private final KaleyraMessages messages = new KaleyraMessages();

  /**
   * A decision about a call.
   *
   * @param body    what to say where the step's answer is a usual one
   * @param message the message it is about, or null
   */
  record Turn(Step step, int httpStatus, ObjectNode body, KaleyraMessage message) {
    static Turn refused(Step step, KaleyraError error) {
      return new Turn(step, error.httpStatus(), error.body(), null);
    }
  }

  KaleyraDesk(KaleyraConfig config, Stage stage) {
    this.stage = stage;
    scripts = stage.scripts().of(Kaleyra.NAME);
    callbacks = new KaleyraCallbacks(config.callbackPause(), stage);
  }

  Turn send(Map<String, String> fields) {
    return switch (KaleyraOrder.read(fields)) {
      case KaleyraOrder.Reading.Refused(KaleyraError error) -> Turn.refused(Step.noReceipt(), error);
      case KaleyraOrder.Reading.Understood(KaleyraOrder order) -> send(order);
    };
  }

  private Turn send(KaleyraOrder order) {
    Step step = scripts.next(order.phone(), SEND);
    switch (step.answer()) {
      case Answer.Refuse(String word) -> {
        return Turn.refused(step, KaleyraError.scripted(word));
      }
      case Answer.Throttle _ -> {
        return Turn.refused(step, new KaleyraError(429, "E429", "api-key", "Too many requests"));
      }
      default -> {
        // the others say nothing of their own
      }
    }
    var message = new KaleyraMessage(UUID.randomUUID().toString(), order, Instant.now());
    var turn = new Turn(step, 200, message.accepted(), message);
    if (!step.takesMessage()) return turn;
    messages.add(message);
    if (step.reachesPhone()) {
      stage.phones().receive(new PhoneMessage(Kaleyra.NAME, order.phone(), message.id(), order.sender(), null,
          order.body(), Instant.now()));
    }
    receipts(turn, Receipt::beforeAnswer);
    return turn;
  }

  /** Sends the receipts of a turn that come after its answer. */
  void followUp(Turn turn) {
    if (turn.message() != null && turn.step().takesMessage()) receipts(turn, receipt -> !receipt.beforeAnswer());
  }

  /** How messages stand; of unknown ones nothing is said. A script can only be the script of all phones. */
  Turn query(String ids) {
    Step step = scripts.next("", QUERY);
    if (step.answer() instanceof Answer.Refuse(String word)) return Turn.refused(step, KaleyraError.scripted(word));
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode data = body.putArray("data");
    for (String id : ids.split(",", -1))
      messages.find(id).ifPresent(message -> data.add(message.queried()));
    if (data.isEmpty())
      return Turn.refused(step, KaleyraError.of("E104", "message_ids", "No records found"));
    body.putObject("error");
    return new Turn(step, 200, body, null);
  }

  private void receipts(Turn turn, Predicate<Receipt> which) {
    turn.step().receipts().stream().filter(which)
        .forEach(receipt -> stage.timers().after(receipt.delay(), () -> send(receipt, turn.message())));
  }

  private void send(Receipt receipt, KaleyraMessage message) {
    if (receipt.status() == Receipt.Status.READ) return; // an SMS has no such word
    var standing = KaleyraMessage.Standing.of(receipt.status());
    if (receipt.flaw() == Receipt.Flaw.NONE) message.becomes(standing);
    for (int copy = 0; copy < receipt.copies(); copy++)
      callbacks.post(message, standing, receipt.flaw());
  }
}
