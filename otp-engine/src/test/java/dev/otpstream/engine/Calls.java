package dev.otpstream.engine;

import dev.otpstream.schemas.Cancel;
import dev.otpstream.schemas.DeliveryOutcome;
import dev.otpstream.schemas.DeliveryResult;
import dev.otpstream.schemas.Hook;
import dev.otpstream.schemas.Idempotency;
import dev.otpstream.schemas.OtpCommand;
import dev.otpstream.schemas.OurCode;
import dev.otpstream.schemas.Query;
import dev.otpstream.schemas.Reason;
import dev.otpstream.schemas.RouteStep;
import dev.otpstream.schemas.Send;
import dev.otpstream.schemas.StatusType;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.Verify;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.Keys;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What an ingress and a worker would write about one recipient of one account. */
final class Calls {
  static final String ACCOUNT = "a1";
  static final String PHONE = "+380971234567";
  static final String TEXT = "Your very secret words";
  static final String HOOK_URL = "https://caller.example/hook?token=hidden";
  static final int REPLY_PARTITION = 3;
  static final long PATIENCE_MS = 2_000;
  private static final AtomicLong COMMAND_IDS = new AtomicLong();
  private final Keys keys;
  private final String phone;

  Calls(Keys keys) {
    this(keys, PHONE);
  }

  Calls(Keys keys, String phone) {
    this.keys = keys;
    this.phone = phone;
  }

  String routingKey() {
    return Topics.routingKey(ACCOUNT, token());
  }

  OtpCommand command(Object body) {
    return OtpCommand.newBuilder().setCommandId("c" + COMMAND_IDS.incrementAndGet()).setAccountId(ACCOUNT)
        .setReplyPartition(REPLY_PARTITION).setPatienceMs(PATIENCE_MS).setBody(body).build();
  }

  /** A code of six digits for logging in, for five minutes and three attempts. */
  Send.Builder code(String... channels) {
    return text(channels).setPurpose("login").setCode(OurCode.newBuilder().setLength(6).setAttemptsAllowed(3).build());
  }

  Send.Builder text(String... channels) {
    List<RouteStep> route = Arrays.stream(channels)
        .map(channel -> RouteStep.newBuilder().setChannel(channel).setReceiptTimeoutMs(30_000)
            .setText(sealed(TEXT, Contexts.text(ACCOUNT))).build())
        .toList();
    return Send.newBuilder().setRecipient(sealed(phone, Contexts.recipient(ACCOUNT))).setRecipientToken(token())
        .setRecipientMasked("+38097*****67").setRoute(route).setLifetimeMs(Duration.ofMinutes(5).toMillis());
  }

  Hook hook(StatusType... events) {
    return new Hook("native", sealed(HOOK_URL, Contexts.hook(ACCOUNT)), List.of(events), "", Map.of());
  }

  Verify guess(String guess) {
    return Verify.newBuilder().setPurpose("login").setGuess(sealed(guess, Contexts.guess(ACCOUNT))).build();
  }

  Verify guess(long messageId, String guess) {
    return Verify.newBuilder(guess(guess)).setMessageId(messageId).build();
  }

  static Cancel cancel(long messageId) {
    return Cancel.newBuilder().setMessageId(messageId).build();
  }

  static Query query(long messageId) {
    return Query.newBuilder().setMessageId(messageId).build();
  }

  static Query query(String reference) {
    return Query.newBuilder().setReference(reference).build();
  }

  static OtpCommand once(OtpCommand command, String key) {
    return once(command, key, "asked-the-same");
  }

  static OtpCommand once(OtpCommand command, String key, String fingerprint) {
    return OtpCommand.newBuilder(command)
        .setIdempotency(new Idempotency(key, fingerprint, Duration.ofHours(24).toMillis())).build();
  }

  static DeliveryResult.Builder result(DeliveryOutcome outcome) {
    return DeliveryResult.newBuilder().setChannel("telegram").setProvider("provider").setOutcome(outcome)
        .setReason(outcome == DeliveryOutcome.REFUSED ? Reason.RECIPIENT_UNREACHABLE : null).setAt(Instant.EPOCH);
  }

  static DeliveryResult result(long messageId, int dispatch, DeliveryOutcome outcome) {
    return result(outcome).setMessageId(messageId).setDispatch(dispatch).build();
  }

  ByteBuffer sealed(String text, String context) {
    return ByteBuffer.wrap(keys.seal(text, context));
  }

  private String token() {
    return keys.token(phone, ACCOUNT);
  }
}
