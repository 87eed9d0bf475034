package dev.otpstream.channel.max;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.otpstream.channel.max.MaxHttp.Call;
import dev.otpstream.channel.max.Turns.Urgency;
import dev.otpstream.kit.Service.Readiness;
import dev.otpstream.kit.bot.Heard;
import dev.otpstream.kit.bot.Messenger;
import dev.otpstream.kit.bot.Speech;
import dev.otpstream.kit.bot.Update;
import dev.otpstream.kit.channel.SendOutcome;
import dev.otpstream.schemas.Reason;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bot of the MAX messenger.
 *
 * @see <a href="https://dev.max.ru/docs-api">Bot API</a>
 */
final class MaxMessenger implements Messenger {
  static final String CHANNEL = "max";
  static final String PROVIDER = "max-bot";
  /** Together with a send less than a handover waits. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final Pattern USER = Pattern.compile("[1-9][0-9]{0,18}");
  private static final Logger LOG = LoggerFactory.getLogger(MaxMessenger.class);

  private final MaxConfig config;
  private final MaxHttp http;
  private final Turns turns;
  private final Ears ears;

  MaxMessenger(MaxConfig config, MaxHttp http, Turns turns) {
    this.config = config;
    this.http = http;
    this.turns = turns;
    this.ears = new Ears(config, http);
  }

  @Override public String channel() {
    return CHANNEL;
  }

  @Override public String provider() {
    return PROVIDER;
  }

  @Override public String bot() {
    return config.botName();
  }

  @Override public Heard hear(String mark) throws InterruptedException {
    return ears.hear(mark);
  }

  @Override public void took(Update update, Update.Tapped tap) throws InterruptedException {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("message", SpeechBody.withoutButtons());
    Said said = http.call(new Call("POST", "/answers?callback_id=" + encoded(tap.tapId()), answer, Urgency.ANSWER,
        PATIENCE, config.sendTimeout()));
    if (!(said instanceof Said.Done)) LOG.atDebug().addKeyValue("said", said).log("tap not answered");
  }

  @Override public SendOutcome say(Speech speech) throws InterruptedException {
    if (!USER.matcher(speech.chatId()).matches()) return new SendOutcome.Rejected(Reason.RECIPIENT_INVALID, null);
    Optional<ObjectNode> body = SpeechBody.of(speech);
    if (body.isEmpty()) return new SendOutcome.Rejected(Reason.CONTENT_REFUSED, null);
    Urgency urgency = speech.code().isPresent() ? Urgency.MESSAGE : Urgency.ANSWER;
    SendOutcome outcome;
    if (speech.replaces().isPresent()) {
      String mid = speech.replaces().get();
      outcome = Outcomes.ofEdit(http.call(new Call("PUT", "/messages?message_id=" + encoded(mid), body.get(), urgency,
          PATIENCE, config.sendTimeout())), mid);
    } else {
      outcome = Outcomes.ofMessage(http.call(new Call("POST", "/messages?user_id=" + speech.chatId(), body.get(),
          urgency, PATIENCE, config.sendTimeout())));
    }
    if (outcome instanceof SendOutcome.Throttled(Duration retryAfter)) turns.pause(retryAfter);
    return outcome;
  }

  @Override public Optional<String> userOf(String chatId) {
    return Optional.of(chatId); // messages go to users
  }

  @Override public Readiness readiness() {
    return Readiness.yes(); // there is no session; trouble with calls is the worker's circuit
  }

  @Override public void close() {
    http.close();
  }

  static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
