package dev.otpstream.engine;

import dev.otpstream.schemas.BotUpdate;
import dev.otpstream.schemas.DeliveryResult;
import dev.otpstream.schemas.HealthWindow;
import dev.otpstream.schemas.Hook;
import dev.otpstream.schemas.Idempotency;
import dev.otpstream.schemas.OtpCommand;
import dev.otpstream.schemas.OurCode;
import dev.otpstream.schemas.ProviderHealth;
import dev.otpstream.schemas.RequestConsent;
import dev.otpstream.schemas.RouteStep;
import dev.otpstream.schemas.Send;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;

/**
 * Refuses records that say impossible things. The fronts refuse them too; but one that comes here all the same must
 * neither stop a partition nor grow a state beyond what a broker takes.
 */
final class Sanity {
  private static final int ROUTE_MAX = 8;
  private static final int CODE_LENGTH_MIN = 4;
  private static final int CODE_LENGTH_MAX = 10;
  private static final int ALPHABET_ALL = 1 | 2 | 4;
  private static final int ATTEMPTS_MAX = 100;
  private static final Duration LIFETIME_MAX = Duration.ofDays(7);
  /** For anything that is a name: ids, keys, tokens, purposes, a provider's words. */
  static final int NAME_LENGTH_MAX = 1024;
  /** For anything sealed: addresses, texts, URLs, guesses. */
  static final int SEALED_BYTES_MAX = 32 << 10;
  /** A text has fewer parts, and a hook wants fewer events. */
  static final int ELEMENTS_MAX = 255;
  /** One of the call itself, and those of the account. */
  private static final int HOOKS_MAX = 8;

  private static final int DISPATCHES_A_SECOND_MAX = 10_000_000;
  private static final long SECOND_MAX = Instant.parse("9999-12-31T00:00:00Z").getEpochSecond();

  private Sanity() {}

  static void check(String key, OtpCommand command) throws Nonsense {
    requireNames(key, command.getCommandId(), command.getAccountId());
    Idempotency idempotency = command.getIdempotency();
    if (idempotency == null) return;
    requireNames(idempotency.getKey(), idempotency.getFingerprint());
    requireLifetime(idempotency.getLifetimeMs());
  }

  static void check(Send send) throws Nonsense {
    requireNames(send.getPurpose(), send.getRecipientToken(), send.getRecipientMasked(), send.getCallerReference(),
        send.getReference());
    requireSealed(send.getRecipient());
    require(!send.getRoute().isEmpty() && send.getRoute().size() <= ROUTE_MAX, "route of an impossible length");
    for (RouteStep step : send.getRoute())
      check(step);
    requireLifetime(send.getLifetimeMs());
    if (send.getCode() != null) check(send.getCode());
    require(send.getHooks().size() <= HOOKS_MAX, "more hooks than a message may have");
    for (Hook hook : send.getHooks())
      check(hook);
  }

  static void check(String key, DeliveryResult result) throws Nonsense {
    requireNames(key, result.getChannel(), result.getProvider(), result.getProviderCode(), result.getHandle());
    require(result.getReferences().size() <= ELEMENTS_MAX, "more references than a text has parts");
    for (String reference : result.getReferences())
      requireNames(reference);
  }

  static void check(String key, RequestConsent order) throws Nonsense {
    require(key.equals(order.getRequestId()), "request in another's place");
    requireNames(order.getPurpose());
    require(!order.getChannels().isEmpty() && order.getChannels().size() <= ROUTE_MAX,
        "an impossible number of channels");
    for (RouteStep step : order.getChannels())
      check(step);
    requireLifetime(order.getCodeLifetimeMs());
    requireLifetime(order.getLinkLifetimeMs());
    check(order.getCode());
    require(order.getHooks().size() <= HOOKS_MAX, "more hooks than a message may have");
    for (Hook hook : order.getHooks())
      check(hook);
  }

  static void check(String key, BotUpdate update) throws Nonsense {
    requireNames(key, update.getBot(), update.getUserToken(), update.getLanguage(), update.getUpdateId(),
        update.getAccountId(), update.getTapped());
    require(Outbox.hasBot(update.getChannel()), "channel without a bot");
    require(key.equals(update.getRequestId() == null ? update.getUserToken() : update.getRequestId()),
        "update in another's place");
    requireSealed(update.getChat());
    requireSealed(update.getProfile());
  }

  /** For what is kept in memory: throws what the table takes for a record that cannot be used. */
  static void check(String key, ProviderHealth told) {
    boolean sane = key.equals(Integer.toString(told.getPartition())) && told.getWindows().size() <= ELEMENTS_MAX
        && told.getWindows().stream().allMatch(Sanity::isSane);
    if (!sane) throw new IllegalArgumentException("impossible health");
  }

  private static boolean isSane(HealthWindow window) {
    return window.getChannel().length() <= NAME_LENGTH_MAX && window.getSeconds().size() <= ELEMENTS_MAX
        && window.getSeconds().stream()
            .allMatch(second -> isCount(second.getAsked()) && isCount(second.getWell()) && isCount(second.getFailed())
                && second.getTookMs() >= 0 && second.getSecond() >= 0 && second.getSecond() <= SECOND_MAX);
  }

  private static boolean isCount(int number) {
    return number >= 0 && number <= DISPATCHES_A_SECOND_MAX;
  }

  private static void check(RouteStep step) throws Nonsense {
    require(Outbox.hasChannel(step.getChannel()), "channel without a topic");
    require(step.getReceiptTimeoutMs() >= 0 && step.getVerifyTimeoutMs() >= 0, "negative timeout");
    requireNames(step.getSender());
    requireSealed(step.getText());
  }

  private static void check(OurCode code) throws Nonsense {
    require(code.getLength() >= CODE_LENGTH_MIN && code.getLength() <= CODE_LENGTH_MAX, "impossible code length");
    require(code.getAlphabet() >= 1 && code.getAlphabet() <= ALPHABET_ALL, "impossible code alphabet");
    require(code.getAttemptsAllowed() >= 1 && code.getAttemptsAllowed() <= ATTEMPTS_MAX,
        "impossible number of attempts");
  }

  private static void check(Hook hook) throws Nonsense {
    requireNames(hook.getFormat());
    requireSealed(hook.getUrl());
    require(hook.getEvents().size() <= ELEMENTS_MAX, "more events than there are");
    require(hook.getNotes().size() <= ELEMENTS_MAX, "more notes than a format repeats");
  }

  static void requireNames(String... names) throws Nonsense {
    for (String name : names)
      require(name == null || name.length() <= NAME_LENGTH_MAX, "a name of an impossible length");
  }

  static void require(boolean sane, String otherwise) throws Nonsense {
    if (!sane) throw new Nonsense(otherwise);
  }

  private static void requireLifetime(long lifetimeMs) throws Nonsense {
    require(lifetimeMs > 0 && lifetimeMs <= LIFETIME_MAX.toMillis(), "impossible lifetime");
  }

  private static void requireSealed(ByteBuffer sealed) throws Nonsense {
    require(sealed == null || sealed.remaining() <= SEALED_BYTES_MAX, "sealed bytes of an impossible length");
  }
}
