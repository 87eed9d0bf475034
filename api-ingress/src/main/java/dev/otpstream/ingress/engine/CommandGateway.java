package dev.otpstream.ingress.engine;

import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;

/** Carries commands to the engine and its replies back. Thread-safe; never blocks for long. */
interface CommandGateway {
  /** Completes with an outcome within the reply timeout, never exceptionally. */
  CompletableFuture<Outcome> ask(Order order);

  /** What became of a command. */
  sealed interface Outcome {
    /** The engine's reply: one of the records that {@code OtpReply} allows. */
    record Replied(SpecificRecord body) implements Outcome {}

    /** There was none in time. */
    record Away() implements Outcome {}
  }
}
