package dev.otpstream.kit.bot;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.otpstream.schemas.BotUpdate;
import dev.otpstream.schemas.BotUpdateKind;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.Keys;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/** Turns what users did into records for the engine. */
final class UpdateRecords {
  /** Longer ones are nobody's name, and would not fit the engine's state. */
  private static final int NAME_MAX = 128;
  private final String channel;
  private final String bot;
  private final Keys keys;
  private final Predicate<String> knowsAccount;

  /** @param knowsAccount whether there is such an account, to which one may subscribe */
  UpdateRecords(String channel, String bot, Keys keys, Predicate<String> knowsAccount) {
    this.channel = channel;
    this.bot = bot;
    this.keys = keys;
    this.knowsAccount = knowsAccount;
  }

  /** The record's key: what the update is about decides who hears of it. */
  static String key(BotUpdate update) {
    return update.getRequestId() == null ? update.getUserToken() : update.getRequestId();
  }

  /** Empty if it means nothing to the engine. */
  Optional<BotUpdate> of(Update update, Instant now) {
    return switch (update.deed()) {
      case Update.Started(String payload) -> Optional.of(started(update, payload, now));
      case Update.Tapped(String _, String data, Optional<String> message) -> Links.answer(data)
          .map(answer -> record(update, answer.agrees() ? BotUpdateKind.CONSENTED : BotUpdateKind.CANCELLED, now)
              .setRequestId(answer.requestId()).setTapped(message.orElse(null)).build());
      case Update.Stopped _ -> Optional.of(record(update, BotUpdateKind.STOPPED, now).build());
      case Update.Blocked _ -> Optional.of(record(update, BotUpdateKind.BLOCKED, now).build());
      case Update.Unblocked _ -> Optional.of(record(update, BotUpdateKind.UNBLOCKED, now).build());
    };
  }

  private BotUpdate started(Update update, String payload, Instant now) {
    BotUpdate.Builder started = record(update, BotUpdateKind.STARTED, now);
    return switch (Links.payload(payload)) {
      case Links.Payload.Code(String requestId) -> started.setRequestId(requestId).build();
      case Links.Payload.Subscription(String accountId) ->
        started.setAccountId(knowsAccount.test(accountId) ? accountId : null).build();
      case Links.Payload.Plain _ -> started.build();
    };
  }

  private BotUpdate.Builder record(Update update, BotUpdateKind kind, Instant now) {
    return BotUpdate.newBuilder().setChannel(channel).setBot(bot).setKind(kind)
        .setUserToken(keys.token(update.userId(), "user/" + channel))
        .setChat(ByteBuffer.wrap(keys.seal(update.chatId(), Contexts.chat(channel))))
        .setLanguage(update.language().map(UpdateRecords::cut).orElse(null)).setUpdateId(update.id()).setAt(now)
        .setProfile(update.profile().map(this::sealed).orElse(null));
  }

  private ByteBuffer sealed(Update.Profile profile) {
    ObjectNode names = JsonNodeFactory.instance.objectNode();
    if (profile.firstName() != null) names.put("first_name", cut(profile.firstName()));
    if (profile.username() != null) names.put("username", cut(profile.username()));
    return ByteBuffer.wrap(keys.seal(names.toString(), Contexts.profile(channel)));
  }

  private static String cut(String name) {
    return name.length() <= NAME_MAX ? name : name.substring(0, NAME_MAX);
  }
}
