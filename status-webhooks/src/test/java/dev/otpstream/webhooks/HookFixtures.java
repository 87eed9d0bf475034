package dev.otpstream.webhooks;

import dev.otpstream.schemas.Account;
import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.Reason;
import dev.otpstream.schemas.SealedSecret;
import dev.otpstream.schemas.StatusEvent;
import dev.otpstream.schemas.StatusType;
import dev.otpstream.schemas.WebhookDue;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.Keys;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Orders and accounts for tests. */
public final class HookFixtures {
  public static final String ACCOUNT = "acc1";
  public static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  public static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  private HookFixtures() {}

  public static StatusEvent event(long messageId, int sequence, StatusType type, MessageState state) {
    return event(messageId, sequence, type, state, null);
  }

  public static StatusEvent event(long messageId, int sequence, StatusType type, MessageState state, Reason reason) {
    return builder(messageId, sequence, type, state).setReason(reason).build();
  }

  public static StatusEvent.Builder builder(long messageId, int sequence, StatusType type, MessageState state) {
    return StatusEvent.newBuilder().setMessageId(messageId).setSequence(sequence).setType(type).setState(state)
        .setAt(Instant.parse("2026-01-02T03:04:05.678Z")).setAccountId(ACCOUNT).setRecipientToken("token")
        .setRecipientMasked("+38097*****67").setChannel("telegram").setDispatch(1).setCallerReference("100500");
  }

  public static WebhookDue due(Keys keys, String format, String url, StatusEvent event) {
    return WebhookDue.newBuilder().setEventId(event.getMessageId() + "-" + event.getSequence()).setHookFormat(format)
        .setUrl(ByteBuffer.wrap(keys.seal(url, Contexts.hook(event.getAccountId())))).setEvent(event).build();
  }

  public static Account account(Keys keys, String... secrets) {
    return account(keys, Map.of(), secrets);
  }

  public static Account account(Keys keys, Map<String, String> settings, String... secrets) {
    return Account.newBuilder().setId(ACCOUNT).setName("Test").setBrandName("Test").setRoute(List.of("telegram"))
        .setAlphasmsAuthDigest("").setZapnotyKeyDigest("").setEngagelabDevKey("").setEngagelabDevSecretDigest("")
        .setKaleyraSid("").setKaleyraKeyDigest("").setSettings(settings).setHooks(List.of())
        .setWebhookSecrets(List.of(secrets).stream()
            .map(secret -> new SealedSecret(ByteBuffer.wrap(keys.seal(secret, Contexts.secret(ACCOUNT))), null))
            .collect(Collectors.toCollection(ArrayList::new)))
        .setCreatedAt(NOON).setUpdatedAt(NOON).build();
  }
}
