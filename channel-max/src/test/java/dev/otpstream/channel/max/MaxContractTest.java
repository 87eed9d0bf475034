package dev.otpstream.channel.max;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.kit.bot.BotService;
import dev.otpstream.kit.channel.Channel;
import dev.otpstream.kit.channel.OpenDispatch;
import dev.otpstream.kit.channel.SendOutcome.Accepted;
import dev.otpstream.kit.channel.SendOutcome.Rejected;
import dev.otpstream.kit.channel.SendOutcome.Throttled;
import dev.otpstream.kit.channel.SendOutcome.Unavailable;
import dev.otpstream.kit.channel.SendOutcome.Unclear;
import dev.otpstream.kit.testing.ChannelContract;
import dev.otpstream.schemas.Reason;
import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.SimulatorsConfig;
import dev.otpstream.simulators.stage.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every channel promises, and what only this one can do, against the simulated messenger. */
class MaxContractTest extends ChannelContract {
  private static final long ANN = 987_654_321;
  private static Simulators simulators;
  private final List<MaxMessenger> messengers = new ArrayList<>();

  @BeforeAll static void startMessenger() {
    simulators = Simulators.start(SimulatorsConfig.defaults());
  }

  @AfterAll static void stopMessenger() {
    simulators.close();
  }

  @BeforeEach void forget() {
    simulators.scripts().clear();
    simulators.forget();
    simulators.up(Simulators.MAX);
    simulators.max().start(ANN, null);
  }

  @AfterEach void closeMessengers() {
    messengers.forEach(MaxMessenger::close);
  }

  @Override protected String recipient() {
    return "max:" + ANN;
  }

  @Override protected Channel channelTo(Provider provider) {
    switch (provider) {
      case ACCEPTS -> script(Step.deliver());
      case REFUSES -> script(Step.refuse("chat.denied"));
      case THROTTLES -> script(Step.throttle(7));
      case IS_DOWN -> simulators.down(Simulators.MAX);
      case IS_SILENT -> script(Step.silent());
      case TALKS_GIBBERISH -> script(Step.garbage());
      case TALKS_TOO_MUCH -> script(Step.huge());
    }
    return channel(Map.of());
  }

  @Test void theCodeReachesTheUserOnce() throws InterruptedException {
    int before = simulators.max().dialogOf(ANN).size();
    assertThat(channel(Map.of()).send(dispatch())).isEqualTo(new Accepted(List.of(), 1));
    assertThat(simulators.max().dialogOf(ANN)).hasSize(before + 1);
    assertThat(simulators.messagesOf(Long.toString(ANN))).singleElement()
        .satisfies(message -> assertThat(message.text()).isEqualTo("Your code is " + CODE));
  }

  @Test void anAnswerThatDripsIsNotWaitedFor() throws InterruptedException {
    script(Step.drip(Duration.ofMillis(100)));
    assertThat(channel(Map.of()).send(dispatch())).isInstanceOf(Unclear.class);
  }

  @Test void aCutConnectionMayHaveTakenTheMessage() throws InterruptedException {
    script(Step.close());
    assertThat(channel(Map.of()).send(dispatch())).isInstanceOf(Unclear.class);
    assertThat(calls()).as("never sent again").isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"access.denied,RECIPIENT_BLOCKED", "chat.denied,RECIPIENT_BLOCKED", "not.found,RECIPIENT_BLOCKED",
    "proto.payload,CONTENT_REFUSED", "method.not.allowed,OTHER",
    "verify.token,PROVIDER_CONFIGURATION"}) void aRefusalHasItsReason(
        String code, Reason reason) throws InterruptedException {
    script(Step.refuse(code));
    assertThat(channel(Map.of()).send(dispatch())).isEqualTo(new Rejected(reason, code));
  }

  @Test void aSuccessThatIsNoneIsARefusal() throws InterruptedException {
    script(Step.refuse("200 busy"));
    assertThat(channel(Map.of()).send(dispatch())).isEqualTo(new Rejected(Reason.OTHER, "200"));
  }

  @Test void aServerThatDoesNotServeGotNothingAndOneThatFailsMayHave() throws InterruptedException {
    script(Step.serverError(503).times(1), Step.serverError(500));
    Channel channel = channel(Map.of());
    assertThat(channel.send(dispatch())).isInstanceOf(Unavailable.class);
    assertThat(channel.send(dispatch())).isInstanceOf(Unclear.class);
  }

  @Test void aThrottleHoldsForAllCalls() throws InterruptedException {
    script(Step.throttle(1).times(1), Step.deliver());
    Turns turns = MaxSetting.allTurns();
    Channel channel = channel(Map.of(), turns);
    assertThat(channel.send(dispatch())).isEqualTo(new Throttled(Duration.ofSeconds(1)));
    assertThat(turns.await(Turns.Urgency.LISTEN, Duration.ofMillis(50))).isEmpty();
    assertThat(channel.send(dispatch())).isInstanceOf(Accepted.class);
  }

  @Test void withoutATurnNothingIsSent() throws InterruptedException {
    assertThat(channel(Map.of(), Turns.of(Turns.COUNT)).send(dispatch())).isInstanceOf(Throttled.class);
    assertThat(calls()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"+380501234567", "telegram:1", "user@example.com"}) void otherAddressesHaveNoRouteHere(
      String recipient) throws InterruptedException {
    assertThat(channel(Map.of()).send(to(recipient))).isEqualTo(new Rejected(Reason.NO_ROUTE, null));
    assertThat(calls()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"max:", "max:ann", "max:1&chat_id=2", "max:-1"}) void whatIsNoUserIsNotAsked(String recipient)
      throws InterruptedException {
    assertThat(channel(Map.of()).send(to(recipient))).isEqualTo(new Rejected(Reason.RECIPIENT_INVALID, null));
    assertThat(calls()).isZero();
  }

  private static OpenDispatch to(String recipient) {
    Instant now = Instant.now();
    return new OpenDispatch(1025, 1, "account", recipient, Optional.of(CODE), Optional.empty(), Optional.empty(), now,
        now.plus(Duration.ofMinutes(5)));
  }

  private Channel channel(Map<String, String> changes) {
    return channel(changes, MaxSetting.allTurns());
  }

  private Channel channel(Map<String, String> changes, Turns turns) {
    var settings = new TreeMap<>(Map.of("MAX_BOT_TOKEN", simulators.maxToken()));
    settings.putAll(changes);
    MaxMessenger messenger = MaxSetting.messenger(MaxSetting.config(simulators.maxUrl(), settings), turns);
    messengers.add(messenger);
    return BotService.channel(messenger);
  }

  private static void script(Step... steps) {
    simulators.script(Simulators.MAX, Long.toString(ANN), steps);
  }

  private static long calls() {
    return simulators.journal().counters().getOrDefault(Simulators.MAX, Map.of()).getOrDefault("received sendMessage",
        0L);
  }
}
