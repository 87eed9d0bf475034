package dev.otpstream.ingress.zapnoty;

import dev.otpstream.ingress.accounts.Caller;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Envelope;
import dev.otpstream.ingress.front.Fields;
import dev.otpstream.ingress.store.StoreAway;
import java.util.concurrent.CompletableFuture;

/** A call that changes the project. */
interface ProjectChange {
  Answer make(Caller caller, Fields fields) throws StoreAway;

  /** A change waits for its topic, so it has a thread of its own. */
  default CompletableFuture<Answer> start(Caller caller, Fields fields) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return make(caller, fields);
      } catch (StoreAway _) {
        return Envelope.error(503, "platform_busy", true, "The project cannot be saved now; look before trying again")
            .retryAfter(Answers.RETRY_AFTER);
      }
    }, Thread::startVirtualThread);
  }
}
