package dev.otpstream.webhooks.schedule;

import dev.otpstream.kit.observe.Trace;
import dev.otpstream.kit.target.Forbidden;
import dev.otpstream.kit.target.HookTarget;
import dev.otpstream.kit.target.Placeholders;
import dev.otpstream.kit.target.TargetRules;
import dev.otpstream.schemas.WebhookDue;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.schemas.sealing.Unopenable;
import dev.otpstream.webhooks.format.HookFormat;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * An order that makes sense.
 *
 * @param queue the queue it belongs in: one for each message and endpoint, so that a message's hooks do not wait for
 *              each other
 * @param lane  the endpoint, one of an account: a token, since the state need not know whom we call. An endpoint that
 *              has a name keeps its lane wherever it moves; others are told apart by scheme, host and port
 */
record IncomingHook(String queue, String lane, PendingHook hook) {
  /** The longest URL, sealed, and an event with room to spare. */
  static final int ORDER_BYTES_MAX = 16 * 1024;

  /** An order that can be read and yet makes no sense. */
  static final class Nonsense extends Exception {
    private static final long serialVersionUID = 1L;

    Nonsense(String what) {
      super(what);
    }
  }

  static IncomingHook of(WebhookDue order, byte[] bytes, Keys keys, TargetRules rules, Instant now) throws Nonsense {
    if (bytes.length > ORDER_BYTES_MAX) throw new Nonsense("order of an impossible length");
    if (HookFormat.named(order.getHookFormat()).isEmpty()) throw new Nonsense("no such hook format");
    if (order.getEventId().isEmpty() || order.getEvent().getSequence() < 1) throw new Nonsense("event without a name");
    String account = order.getEvent().getAccountId();
    String url = url(order, account, keys);
    boolean named = !order.getEndpoint().isEmpty();
    String lane = keys.token(named ? order.getEndpoint() : place(url, rules),
        (named ? "endpoint/" : "lane/") + account);
    // A message may have two hooks in one place; the same event of both must not be taken for one.
    String listener = named ? lane : keys.token(order.getHookFormat() + " " + url, "listener/" + account);
    return new IncomingHook(order.getEvent().getMessageId() + "@" + listener, lane,
        new PendingHook(order.getEventId(), order.getHookFormat(), now, ByteBuffer.wrap(bytes).asReadOnlyBuffer(),
            Trace.current().parent()));
  }

  private static String place(String url, TargetRules rules) {
    return switch (rules.read(Placeholders.blank(url))) {
      case HookTarget target -> target.origin();
      case Forbidden _ -> ""; // the caller of hooks refuses it, and so it is listed with the failed ones
    };
  }

  private static String url(WebhookDue order, String account, Keys keys) throws Nonsense {
    try {
      return keys.open(order.getUrl(), Contexts.hook(account));
    } catch (Unopenable e) {
      throw new Nonsense(e.getMessage());
    }
  }
}
