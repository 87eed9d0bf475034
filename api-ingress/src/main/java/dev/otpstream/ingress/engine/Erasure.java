package dev.otpstream.ingress.engine;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** The engine, asked to erase. Futures complete as those of {@link Engine}. Thread-safe. */
public interface Erasure {
  /** Asks to erase a subscriber of an account: who agreed, and where they are reached. */
  CompletableFuture<ErasureReply> erase(String accountId, UUID subscriberId);
}
