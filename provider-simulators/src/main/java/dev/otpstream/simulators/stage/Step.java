package dev.otpstream.simulators.stage;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a provider does with one call.
 *
 * @param answerDelay how long the caller waits for the answer
 * @param receipts sent only where the message is taken by the provider and the caller asked for receipts
 * @param reachesPhone whether the phone gets the message; independent of what the caller is told
 * @param revocable whether a caller's revocation stops the receipts still to come
 * @param times how many calls this step serves; empty for one call, or for ever if it is the last
 * @param on the operation that plays the step; empty for those that its {@link Operation.Role} allows
 */
public record Step(Answer answer,
    Duration answerDelay,
    List<Receipt> receipts,
    boolean reachesPhone,
    boolean revocable,
    Optional<Integer> times,
    Optional<String> on) {

  /** How long after its answer an ordinary receipt comes. */
  public static final Duration RECEIPT_DELAY = Duration.ofMillis(20);

  /** The size of {@link #huge()}. */
  public static final int HUGE_BYTES = 10 * 1024 * 1024;

  public Step {
    receipts = List.copyOf(receipts);
    if (answerDelay.isNegative()) throw new IllegalArgumentException("the delay of an answer is not negative");
    if (times.isPresent() && times.get() < 1) throw new IllegalArgumentException("times: 1 or more");
  }

  /** Accepted, received by the phone, reported as delivered. */
  public static Step deliver() {
    return deliver(RECEIPT_DELAY);
  }

  public static Step deliver(Duration receiptDelay) {
    return answering(new Answer.Accept(), true).withReceipts(Receipt.of(Receipt.Status.DELIVERED, receiptDelay));
  }

  /** Delivered, and after the same delay once more, read. */
  public static Step read(Duration receiptDelay) {
    return answering(new Answer.Accept(), true).withReceipts(Receipt.of(Receipt.Status.DELIVERED, receiptDelay),
        Receipt.of(Receipt.Status.READ, receiptDelay.multipliedBy(2)));
  }

  /** Accepted and received by the phone; no receipt ever. */
  public static Step noReceipt() {
    return answering(new Answer.Accept(), true);
  }

  /** Accepted, and later reported as this; the phone gets nothing. */
  public static Step fail(Receipt.Status status, Duration receiptDelay) {
    return answering(new Answer.Accept(), false).withReceipts(Receipt.of(status, receiptDelay));
  }

  public static Step refuse(String error) {
    return answering(new Answer.Refuse(error), false);
  }

  public static Step throttle(int retryAfterSeconds) {
    return answering(new Answer.Throttle(retryAfterSeconds), false);
  }

  public static Step serverError(int httpStatus) {
    return answering(new Answer.ServerError(httpStatus, 0), false);
  }

  /** Never answered, yet received by the phone: the case in which a second send would be a second message. */
  public static Step silent() {
    return answering(new Answer.Silence(), true);
  }

  public static Step close() {
    return answering(new Answer.Close(), false);
  }

  public static Step garbage() {
    return answering(new Answer.Garbage(), true);
  }

  public static Step broken() {
    return answering(new Answer.Broken(), true);
  }

  public static Step huge() {
    return answering(new Answer.Huge(HUGE_BYTES), true);
  }

  public static Step drip(Duration pause) {
    return deliver().answering(new Answer.Drip(pause));
  }

  private static Step answering(Answer answer, boolean reachesPhone) {
    return new Step(answer, Duration.ZERO, List.of(), reachesPhone, true, Optional.empty(), Optional.empty());
  }

  Step answering(Answer other) {
    return new Step(other, answerDelay, receipts, reachesPhone, revocable, times, on);
  }

  public Step answerAfter(Duration delay) {
    return new Step(answer, delay, receipts, reachesPhone, revocable, times, on);
  }

  public Step withReceipts(Receipt... others) {
    return new Step(answer, answerDelay, List.of(others), reachesPhone, revocable, times, on);
  }

  public Step reachesPhone(boolean reaches) {
    return new Step(answer, answerDelay, receipts, reaches, revocable, times, on);
  }

  public Step revocable(boolean can) {
    return new Step(answer, answerDelay, receipts, reachesPhone, can, times, on);
  }

  public Step times(int count) {
    return new Step(answer, answerDelay, receipts, reachesPhone, revocable, Optional.of(count), on);
  }

  public Step on(String operation) {
    return new Step(answer, answerDelay, receipts, reachesPhone, revocable, times, Optional.of(operation));
  }

  /** Whether the provider keeps the message, so that receipts may follow and a repeat is a second message. */
  public boolean takesMessage() {
    return reachesPhone || !receipts.isEmpty() || answer instanceof Answer.Accept || answer instanceof Answer.Drip;
  }

  boolean appliesTo(Operation operation) {
    if (on.isPresent()) return on.get().equalsIgnoreCase(operation.name());
    return switch (operation.role()) {
      case SENDS -> true;
      case PREPARES -> answer.refuses();
      case OTHER -> false;
    };
  }
}
