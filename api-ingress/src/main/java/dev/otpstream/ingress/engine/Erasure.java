package dev.otpstream.ingress.engine;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** The engine, asked to forget. Futures complete as those of {@link Engine}. Thread-safe. */
public interface Erasure {
  /** Asks to forget everything of a messenger user as subscriber of an account. */
  CompletableFuture<ErasureReply> erase(String accountId, UUID subscriberId);
}
