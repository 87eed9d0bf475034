package dev.otpstream.channel.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.kit.Env;
import dev.otpstream.kit.bot.BotService;
import dev.otpstream.kit.channel.Channel;
import dev.otpstream.kit.channel.OpenDispatch;
import dev.otpstream.kit.channel.SendOutcome.Accepted;
import dev.otpstream.kit.channel.SendOutcome.Rejected;
import dev.otpstream.kit.channel.SendOutcome.Throttled;
import dev.otpstream.kit.channel.SendOutcome.Unclear;
import dev.otpstream.kit.testing.ChannelContract;
import dev.otpstream.schemas.Reason;
import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.SimulatorsConfig;
import dev.otpstream.simulators.stage.Step;
import dev.otpstream.simulators.telegrambot.BotMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every channel promises, and what only a bot can do, against Telegram as simulated. */
class BotContractTest extends ChannelContract {
  private static final AtomicLong USERS = new AtomicLong(5_123_456_789L);
  private static Simulators simulators;
  private final long user = USERS.incrementAndGet();
  private final List<TelegramBot> bots = new ArrayList<>();

  @BeforeAll static void startTelegram() {
    simulators = Simulators.start(SimulatorsConfig.defaults());
  }

  @AfterAll static void stopTelegram() {
    simulators.close();
  }

  @BeforeEach void forget() {
    simulators.scripts().clear();
    simulators.forget();
    simulators.up(Simulators.TELEGRAM_BOT);
    simulators.telegramBot().start(user, null);
  }

  @AfterEach void closeBots() {
    bots.forEach(TelegramBot::close);
  }

  @Override protected String recipient() {
    return "telegram:" + user;
  }

  @Override protected Channel channelTo(Provider provider) {
    switch (provider) {
      case ACCEPTS -> script(Step.deliver());
      case REFUSES -> script(Step.refuse("403 Forbidden: bot was blocked by the user"));
      case THROTTLES -> script(Step.throttle(7));
      case IS_DOWN -> simulators.down(Simulators.TELEGRAM_BOT);
      case IS_SILENT -> script(Step.silent());
      case TALKS_GIBBERISH -> script(Step.garbage());
      case TALKS_TOO_MUCH -> script(Step.huge());
    }
    return channel(Map.of());
  }

  @Test void theCodeIsThereToBeTappedAndNotToBePassedOn() throws InterruptedException {
    assertThat(channel(Map.of()).send(dispatch())).isEqualTo(new Accepted(List.of(), 1));
    assertThat(received()).singleElement().satisfies(message -> {
      assertThat(message.text()).isEqualTo("Your code is " + CODE);
      assertThat(message.codes()).containsExactly(CODE);
      assertThat(message.protectedContent()).isTrue();
    });
  }

  @Test void aTextWithMarkupInItIsTakenAsItIs() throws InterruptedException {
    String text = "<b>Tom & Jerry</b>: " + CODE + " &lt;";
    assertThat(channel(Map.of()).send(saying(Optional.of(text)))).isInstanceOf(Accepted.class);
    assertThat(received()).extracting(BotMessage::text).containsExactly(text);
  }

  @Test void withoutATextTheBotHasItsOwnWords() throws InterruptedException {
    assertThat(channel(Map.of()).send(saying(Optional.empty()))).isInstanceOf(Accepted.class);
    assertThat(received()).extracting(BotMessage::text).containsExactly("Your code: " + CODE);
  }

  @Test void anAnswerThatDripsIsNotWaitedFor() throws InterruptedException {
    script(Step.drip(Duration.ofMillis(100)));
    assertThat(channel(Map.of()).send(dispatch())).isInstanceOf(Unclear.class);
    assertThat(received()).hasSize(1);
  }

  @Test void aCutConnectionMayHaveTakenTheMessage() throws InterruptedException {
    script(Step.close());
    assertThat(channel(Map.of()).send(dispatch())).isInstanceOf(Unclear.class);
  }

  @Test void aServerThatFailsMayHaveTakenTheMessage() throws InterruptedException {
    script(Step.serverError(502).times(1), Step.refuse("500 Internal Server Error").times(1));
    Channel channel = channel(Map.of());
    assertThat(channel.send(dispatch())).isInstanceOf(Unclear.class);
    assertThat(channel.send(dispatch())).isInstanceOf(Unclear.class);
  }

  @ParameterizedTest
  @CsvSource({"403 Forbidden: bot was blocked by the user,RECIPIENT_BLOCKED,BOT_BLOCKED",
    "403 Forbidden: user is deactivated,RECIPIENT_BLOCKED,USER_DEACTIVATED",
    "403 Forbidden: bot can't initiate conversation with a user,RECIPIENT_BLOCKED,NEVER_STARTED",
    "400 Bad Request: chat not found,RECIPIENT_BLOCKED,CHAT_NOT_FOUND",
    "400 Bad Request: message is too long,CONTENT_REFUSED,400", "400 Bad Request: SOMETHING_NEW,OTHER,400",
    "401 Unauthorized,PROVIDER_CONFIGURATION,401",
    "404 Not Found,PROVIDER_CONFIGURATION,404"}) void aRefusalHasItsReason(
        String said, Reason reason, String code) throws InterruptedException {
    script(Step.refuse(said));
    assertThat(channel(Map.of()).send(dispatch())).isEqualTo(new Rejected(reason, code));
  }

  @Test void whatIsRefusedForItsMarkupGoesWithout() throws InterruptedException {
    script(Step.refuse("400 Bad Request: can't parse entities: whatever").times(1), Step.deliver());
    assertThat(channel(Map.of()).send(dispatch())).isInstanceOf(Accepted.class);
    assertThat(received()).singleElement().satisfies(message -> assertThat(message.codes()).isEmpty());
  }

  @Test void aThrottledBotKeepsStillForAllItsChats() throws InterruptedException {
    script(Step.throttle(60).times(1), Step.deliver());
    Channel channel = channel(Map.of("TELEGRAM_BOT_TIMEOUT", "200ms"));
    assertThat(channel.send(dispatch())).isEqualTo(new Throttled(Duration.ofSeconds(60)));
    assertThat(channel.send(dispatch())).isInstanceOf(Throttled.class);
    assertThat(simulators.journal().counters().get(Simulators.TELEGRAM_BOT)).containsEntry("received sendMessage", 1L);
  }

  @Test void aPhoneNumberIsNoChat() throws InterruptedException {
    OpenDispatch phone = TelegramSetting.dispatch(RECIPIENT, Optional.of(CODE), Optional.empty(),
        Duration.ofMinutes(5));
    assertThat(channel(Map.of()).send(phone)).isEqualTo(new Rejected(Reason.NO_ROUTE, null));
  }

  private OpenDispatch saying(Optional<String> text) {
    return TelegramSetting.dispatch(recipient(), Optional.of(CODE), text, Duration.ofMinutes(5));
  }

  private List<BotMessage> received() {
    return simulators.telegramBot().chatOf(user).stream().filter(BotMessage::fromBot).toList();
  }

  private void script(Step... steps) {
    simulators.script(Simulators.TELEGRAM_BOT, Long.toString(user), steps);
  }

  private Channel channel(Map<String, String> changes) {
    var settings = new TreeMap<>(Map.of("TELEGRAM_BOT_API_URL", simulators.telegramBotUrl().toString(),
        "TELEGRAM_BOT_TOKEN", simulators.telegramBotToken(), "TELEGRAM_BOT_NAME", simulators.telegramBotName(),
        "TELEGRAM_BOT_TIMEOUT", "1s"));
    settings.putAll(changes);
    var bot = new TelegramBot(BotConfig.from(Env.of(settings)).orElseThrow());
    bots.add(bot);
    return BotService.channel(bot);
  }
}
