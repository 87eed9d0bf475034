package dev.otpstream.kit.bot;

import dev.otpstream.kit.Service.Readiness;
import dev.otpstream.kit.channel.Channel;
import dev.otpstream.kit.channel.OpenDispatch;
import dev.otpstream.kit.channel.SendOutcome;
import dev.otpstream.schemas.Reason;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers to the chats of a bot's subscribers, whose addresses are {@code <channel>:<chat id>}. */
final class BotChannel implements Channel {
  private static final Logger LOG = LoggerFactory.getLogger(BotChannel.class);
  private final Messenger messenger;
  private final BotService.Hearing hearing;
  private final Sent sent;
  private final boolean alone;
  private final Clock clock;

  /** Takes note of a code that went out. */
  interface Sent {
    void as(long messageId, String chatId, String botMessageId);
  }

  /** @param alone whether dispatches to other addresses are nobody else's, and so to be refused here */
  BotChannel(Messenger messenger, BotService.Hearing hearing, Sent sent, boolean alone, Clock clock) {
    this.messenger = messenger;
    this.hearing = hearing;
    this.sent = sent;
    this.alone = alone;
    this.clock = clock;
  }

  @Override public String name() {
    return messenger.channel();
  }

  @Override public String provider() {
    return messenger.provider();
  }

  @Override public boolean takes(OpenDispatch dispatch) {
    return alone || chat(dispatch).isPresent();
  }

  @Override public SendOutcome send(OpenDispatch dispatch) throws InterruptedException {
    Optional<String> chat = chat(dispatch);
    if (chat.isEmpty()) return new SendOutcome.Rejected(Reason.NO_ROUTE, null);
    Optional<Speech> speech = speech(dispatch, chat.get());
    if (speech.isEmpty()) return new SendOutcome.Rejected(Reason.CONTENT_REFUSED, null);
    SendOutcome outcome = messenger.say(speech.get());
    report(Blocked.by(outcome, messenger, chat.get(), clock.instant()));
    if (!(outcome instanceof SendOutcome.Accepted(List<String> ids, int parts, String _))) return outcome;
    if (dispatch.code().isPresent() && !ids.isEmpty()) sent.as(dispatch.messageId(), chat.get(), ids.getFirst());
    return new SendOutcome.Accepted(List.of(), parts); // nothing will ever come back under the messenger's id of it
  }

  private Optional<String> chat(OpenDispatch dispatch) {
    String prefix = messenger.channel() + ":";
    return dispatch.recipient().startsWith(prefix)
        ? Optional.of(dispatch.recipient().substring(prefix.length()))
        : Optional.empty();
  }

  private static Optional<Speech> speech(OpenDispatch dispatch, String chat) {
    Optional<String> wording = dispatch.text().or(() -> dispatch.code()
        .map(code -> Phrases.say("code", Optional.empty(), Map.of("code", code))));
    return wording.map(text -> new Speech(chat, text, dispatch.code(), List.of(), Optional.empty()));
  }

  /** Without waiting: the next refusal would say the same. */
  private void report(List<Update> blocked) {
    if (blocked.isEmpty()) return;
    CompletableFuture<Void> _ = hearing.take(blocked).whenComplete((_, problem) -> {
      if (problem != null)
        LOG.atWarn().addKeyValue("exception", problem.getClass().getName()).log("kafka did not take a refusal");
    });
  }

  @Override public Readiness readiness() {
    return messenger.readiness();
  }

  @Override public void close() {
    // the service closes the messenger
  }
}
