package dev.otpstream.simulators.telegramgateway;

import dev.otpstream.simulators.stage.Timers;
import java.time.Instant;

/**
 * One request id: paid for by a check or a send, then at most one message. Thread-safe; what is learnt about it is
 * told by {@link #status}.
 */
final class GatewayRequest {
  /** A code is dead after so many wrong guesses reported; the real number is not published. */
  static final int WRONG_GUESSES_MAX = 5;

  private static final double COST = 0.01;

  private final String id;
  private final String phone;
  private GatewayOrder order;
  private boolean revocable = true;
  private boolean refunded;
  private int wrongGuesses;
  private Instant expiresAt = Instant.MAX;
  private Timers.Pending expiry = () -> {};
  private RequestStatus.Delivery delivery;
  private RequestStatus.Verification verification;

  /** @param phone digits only */
  GatewayRequest(String id, String phone) {
    this.id = id;
    this.phone = phone;
  }

  String id() {
    return id;
  }

  String phone() {
    return phone;
  }

  synchronized GatewayOrder order() {
    return order;
  }

  /** @return false if there is a message already */
  synchronized boolean send(GatewayOrder message, boolean canBeRevoked, Instant expiry, Instant now) {
    if (order != null) return false;
    order = message;
    revocable = canBeRevoked;
    expiresAt = expiry;
    delivery = new RequestStatus.Delivery("sent", now.getEpochSecond());
    return true;
  }

  /** Hands over what is to be given up once the message is delivered or dead. */
  synchronized void expiresBy(Timers.Pending timer) {
    expiry = timer;
    if (isEnd(delivery.status(), "expired")) timer.cancel();
  }

  synchronized boolean isSent() {
    return order != null;
  }

  /** @return false if the message has met its end before and stays as it is */
  synchronized boolean become(String status, Instant now) {
    if (delivery == null || isEnd(delivery.status(), status)) return false;
    delivery = new RequestStatus.Delivery(status, now.getEpochSecond());
    refunded = status.equals("expired");
    expiry.cancel(); // else the timers of long dead messages would pile up
    return true;
  }

  synchronized boolean isRevoked() {
    return delivery != null && delivery.status().equals("revoked");
  }

  /** @return false if a revocation comes too late, or the script says that it has no effect */
  synchronized boolean revoke(Instant now) {
    return revocable && delivery != null && delivery.status().equals("sent") && become("revoked", now);
  }

  /** Notes what the user entered. */
  synchronized void verify(String entered, Instant now) {
    if (order == null) return;
    verification = new RequestStatus.Verification(judge(entered, now), now.getEpochSecond(), entered);
  }

  synchronized RequestStatus status() {
    return new RequestStatus(id, "+" + phone, COST, refunded ? Boolean.TRUE : null, null, delivery, verification,
        order == null ? null : order.payload());
  }

  private String judge(String entered, Instant now) {
    if (wrongGuesses >= WRONG_GUESSES_MAX) return "code_max_attempts_exceeded";
    if (!now.isBefore(expiresAt)) return "expired";
    if (entered.equals(order.code())) return "code_valid";
    wrongGuesses++;
    return wrongGuesses >= WRONG_GUESSES_MAX ? "code_max_attempts_exceeded" : "code_invalid";
  }

  private static boolean isEnd(String current, String next) {
    return switch (current) {
      case "sent" -> false;
      case "delivered" -> !next.equals("read");
      default -> true;
    };
  }
}
