package dev.otpstream.engine;

import dev.otpstream.engine.core.Limits;
import dev.otpstream.engine.state.ReferenceValue;
import dev.otpstream.engine.state.UnmatchedValue;
import dev.otpstream.schemas.DeliveryResult;
import dev.otpstream.schemas.MessageIds;
import dev.otpstream.schemas.Reference;
import dev.otpstream.schemas.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Names of messages, and delivery results that come by name. A provider's receipt knows only the provider's id; it may
 * come before the worker has told us whose id that is, and then it waits here for the name.
 */
final class ReferenceHandler {
  /** Receipts come, and callers ask, so long after a message was accepted; then as long as its end is kept. */
  static final Duration REFERENCE_LIFE = Duration.ofDays(2);
  static final Duration UNMATCHED_RETENTION = Duration.ofHours(24);
  /** More receipts than these for one unknown name are noise. */
  private static final int UNMATCHED_MAX = 8;
  private static final int UNMATCHED_BYTES_MAX = 16 << 10;

  private final Stores stores;
  private final Outbox outbox;
  private final Decider decider;
  private final Deserializer<DeliveryResult> results;
  private final Duration retention;

  ReferenceHandler(Stores stores, Outbox outbox, Decider decider, Deserializer<DeliveryResult> results, Limits limits) {
    this.retention = REFERENCE_LIFE.plus(limits.retention());
    this.stores = stores;
    this.outbox = outbox;
    this.decider = decider;
    this.results = results;
  }

  /** A worker's or a provider's word about a dispatch. */
  void result(String key, DeliveryResult result, byte[] written, Instant now) throws Nonsense {
    Sanity.check(key, result);
    Long messageId = result.getMessageId();
    if (messageId != null) {
      if (!MessageIds.isValid(messageId)) throw new Nonsense("impossible message id");
      if (!stores.owns(messageId)) throw new Nonsense("message of another partition");
      report(messageId, result.getDispatch(), result, now);
      return;
    }
    ReferenceValue known = stores.references.get(key);
    if (known != null) matched(known, result, now);
    else
      await(key, written, now);
  }

  /** A name for a message; receipts that waited for it go on their way. */
  void named(String name, Reference reference, Instant now) throws Nonsense {
    Sanity.requireNames(name);
    long messageId = reference.getMessageId();
    if (!MessageIds.isValid(messageId)) throw new Nonsense("impossible message id");
    Instant until = now.plus(retention);
    var means = new ReferenceValue(messageId, reference.getDispatch(), until.toEpochMilli());
    stores.references.put(name, means);
    stores.timers.set(TimerKind.REFERENCE, name, until);
    UnmatchedValue waiting = stores.unmatched.get(name);
    if (waiting == null) return;
    stores.unmatched.delete(name);
    for (ByteBuffer written : waiting.getReceipts())
      matched(means, results.deserialize(Topics.DELIVERY_RESULTS.name(), Sealing.bytes(written)), now);
  }

  private void matched(ReferenceValue reference, DeliveryResult result, Instant now) {
    long messageId = reference.getMessageId();
    if (stores.owns(messageId)) {
      report(messageId, reference.getDispatch(), result, now);
    } else {
      outbox.forward(
          DeliveryResult.newBuilder(result).setMessageId(messageId).setDispatch(reference.getDispatch()).build(),
          messageId);
    }
  }

  private void report(long messageId, int dispatch, DeliveryResult result, Instant now) {
    Incoming.report(result, dispatch).ifPresent(report -> decider.decide(messageId, report, now));
  }

  private void await(String name, byte[] written, Instant now) throws Nonsense {
    if (written.length > UNMATCHED_BYTES_MAX) throw new Nonsense("a receipt of an impossible size");
    UnmatchedValue waiting = stores.unmatched.get(name);
    List<ByteBuffer> receipts = new ArrayList<>(waiting == null ? List.of() : waiting.getReceipts());
    if (receipts.size() >= UNMATCHED_MAX) return;
    receipts.add(ByteBuffer.wrap(written));
    // All of them wait as long as the first, which set the timer.
    long until = waiting == null ? now.plus(UNMATCHED_RETENTION).toEpochMilli() : waiting.getForgetAt();
    stores.unmatched.put(name, new UnmatchedValue(receipts, until));
    if (waiting == null) stores.timers.set(TimerKind.UNMATCHED, name, Instant.ofEpochMilli(until));
  }
}
