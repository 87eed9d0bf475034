package dev.otpstream.ingress.engine;

import java.util.concurrent.CompletableFuture;

/**
 * The engine, asked over Kafka. Every future completes with a reply within the reply timeout and never exceptionally,
 * except for a bug. Thread-safe.
 */
public interface Engine {
  /** Asks to tell a recipient something. */
  CompletableFuture<SendReply> send(String accountId, SendOrder order);

  /** Asks to judge a guess. */
  CompletableFuture<VerifyReply> verify(String accountId, VerifyOrder order);

  /** Asks to end a message. */
  CompletableFuture<CancelReply> cancel(String accountId, Target target);

  /** Asks where a message stands. */
  CompletableFuture<StatusReply> status(String accountId, StatusQuestion question);

  /** Asks to wait until a messenger user agrees by a link, and to send a code then. */
  CompletableFuture<ConsentReply> requestConsent(String accountId, ConsentOrder order);

  /**
   * Asks where a request for consent stands.
   *
   * @param requestId of letters and digits
   */
  CompletableFuture<ConsentReply> consent(String accountId, String requestId);
}
