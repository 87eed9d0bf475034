package dev.otpstream.ingress.zapnoty;

import dev.otpstream.ingress.engine.CancelReply;
import dev.otpstream.ingress.engine.ConsentOrder;
import dev.otpstream.ingress.engine.ConsentReply;
import dev.otpstream.ingress.engine.Engine;
import dev.otpstream.ingress.engine.SendOrder;
import dev.otpstream.ingress.engine.SendReply;
import dev.otpstream.ingress.engine.StatusQuestion;
import dev.otpstream.ingress.engine.StatusReply;
import dev.otpstream.ingress.engine.Target;
import dev.otpstream.ingress.engine.VerifyOrder;
import dev.otpstream.ingress.engine.VerifyReply;
import dev.otpstream.ingress.front.Channels;
import dev.otpstream.ingress.front.ChatAddress;
import dev.otpstream.ingress.subscribers.Subscribers;
import dev.otpstream.schemas.ConsentState;
import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.VerifyOutcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/**
 * What test keys speak to: it answers like the engine, sends nothing, counts nothing and remembers nothing. Its code is
 * all zeros, and a request for consent is answered at once. Questions go on to the engine.
 */
final class Sandbox implements Engine {
  /** Everybody's test subscriber. */
  static final UUID SUBSCRIBER = new UUID(0, 0);
  private static final Pattern CODE = Pattern.compile("0{4,8}");
  /** Stand where the engine's random ids do; the chance that one of those is the same is nil. */
  private static final Map<String, String> REQUESTS = Map.of(Channels.TELEGRAM, "SandboxTelegram0", Channels.MAX,
      "SandboxMax000000");
  private final Engine engine;
  private final InstantSource clock;

  Sandbox(Engine engine, InstantSource clock) {
    this.engine = engine;
    this.clock = clock;
  }

  /** The project's subscribers, and the test subscriber. */
  static Subscribers with(Subscribers subscribers) {
    return new Subscribers() {
      @Override public Optional<ChatAddress> find(String accountId, UUID subscriberId) {
        return subscriberId.equals(SUBSCRIBER)
            ? Optional.of(new ChatAddress(SUBSCRIBER, Channels.TELEGRAM, ""))
            : subscribers.find(accountId, subscriberId);
      }

      @Override public Page page(String accountId, Optional<String> channel, int offset, int limit) {
        return subscribers.page(accountId, channel, offset, limit);
      }
    };
  }

  @Override public CompletableFuture<SendReply> send(String accountId, SendOrder order) {
    return done(new SendReply.Accepted(0, order.route().getFirst().channel(), clock.instant()));
  }

  @Override public CompletableFuture<VerifyReply> verify(String accountId, VerifyOrder order) {
    VerifyOutcome outcome = CODE.matcher(order.guess()).matches() ? VerifyOutcome.VERIFIED : VerifyOutcome.WRONG_CODE;
    return done(new VerifyReply.Judged(outcome, 1, Duration.ZERO));
  }

  @Override public CompletableFuture<CancelReply> cancel(String accountId, Target target) {
    return done(new CancelReply.Found(false, OptionalLong.empty(), MessageState.UNKNOWN));
  }

  @Override public CompletableFuture<StatusReply> status(String accountId, StatusQuestion question) {
    return engine.status(accountId, question);
  }

  @Override public CompletableFuture<ConsentReply> requestConsent(String accountId, ConsentOrder order) {
    String id = REQUESTS.get(order.channels().getFirst().channel());
    return done(new ConsentReply.Standing(id, ConsentState.PENDING, Optional.empty(), Optional.empty()));
  }

  @Override public CompletableFuture<ConsentReply> consent(String accountId, String requestId) {
    Optional<String> channel = REQUESTS.entrySet().stream().filter(request -> request.getValue().equals(requestId))
        .map(Map.Entry::getKey).findFirst();
    if (channel.isEmpty()) return engine.consent(accountId, requestId);
    return done(
        new ConsentReply.Standing(requestId, ConsentState.SENT, Optional.of(SUBSCRIBER.toString()), channel));
  }

  private static <T> CompletableFuture<T> done(T reply) {
    return CompletableFuture.completedFuture(reply);
  }
}
