package dev.otpstream.channel.telegram;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.time.InstantSource;
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
import org.junit.jupiter.params.provider.ValueSource;

/** What every channel promises, and what only this one can do, against a simulated gateway. */
class GatewayContractTest extends ChannelContract {
  private static final String CHECK = "received checkSendAbility";
  private static final String SEND = "received sendVerificationMessage";
  private static Simulators simulators;
  private final List<Channel> channels = new ArrayList<>();

  @BeforeAll static void startGateway() {
    simulators = Simulators.start(SimulatorsConfig.defaults());
  }

  @AfterAll static void stopGateway() {
    simulators.close();
  }

  @BeforeEach void forget() {
    simulators.scripts().clear();
    simulators.forget();
    simulators.up(Simulators.TELEGRAM_GATEWAY);
  }

  @AfterEach void closeChannels() {
    channels.forEach(Channel::close);
  }

  @Override protected Channel channelTo(Provider provider) {
    switch (provider) {
      case ACCEPTS -> script(Step.deliver());
      case REFUSES -> script(Step.refuse("PHONE_NUMBER_NOT_FOUND"));
      case THROTTLES -> script(Step.throttle(7));
      case IS_DOWN -> simulators.down(Simulators.TELEGRAM_GATEWAY);
      case IS_SILENT -> script(Step.silent().reachesPhone(false)); // else the repeat is told that it was sent
      case TALKS_GIBBERISH -> script(Step.garbage().reachesPhone(false));
      case TALKS_TOO_MUCH -> script(Step.huge().reachesPhone(false));
    }
    return channel(Map.of());
  }

  @Test void theCodeReachesThePhone() throws InterruptedException {
    script(Step.deliver());
    assertThat(channel(Map.of()).send(dispatch())).isInstanceOf(Accepted.class);
    assertThat(simulators.messagesOf(RECIPIENT)).singleElement()
        .satisfies(message -> assertThat(message.code()).isEqualTo(CODE));
    assertThat(counters()).containsEntry(CHECK, 1L).containsEntry(SEND, 1L);
  }

  @Test void whatWasSentCanBeTakenBack() throws InterruptedException {
    script(Step.noReceipt());
    var gateway = (TelegramGateway) channel(Map.of());
    var accepted = (Accepted) gateway.send(dispatch());
    assertThat(gateway.revoke(accepted.handle())).isEqualTo(new Said.Heeded());
    assertThat(gateway.revoke("unknown")).isInstanceOf(Said.Refused.class);
    assertThat(counters()).containsEntry("received revokeVerificationMessage", 2L);
  }

  @Test void anUnansweredSendIsRepeatedUnderTheSamePermissionAndArrivesOnce() throws InterruptedException {
    script(Step.silent().times(1), Step.deliver());
    assertThat(channel(Map.of()).send(dispatch())).isInstanceOf(Accepted.class);
    assertThat(counters()).containsEntry(CHECK, 1L).containsEntry(SEND, 2L);
    assertThat(simulators.messagesOf(RECIPIENT)).hasSize(1);
  }

  @Test void anAnswerThatDripsIsNotWaitedFor() throws InterruptedException {
    script(Step.drip(Duration.ofMillis(100)).times(1), Step.deliver());
    assertThat(channel(Map.of()).send(dispatch())).isInstanceOf(Accepted.class);
    assertThat(simulators.messagesOf(RECIPIENT)).hasSize(1);
  }

  @Test void aCutConnectionIsRepeatedAtOnce() throws InterruptedException {
    script(Step.close().times(1), Step.deliver());
    assertThat(channel(Map.of()).send(dispatch())).isInstanceOf(Accepted.class);
    assertThat(simulators.messagesOf(RECIPIENT)).hasSize(1);
  }

  @Test void troubleBeforeThePermissionMeansNotSent() throws InterruptedException {
    for (Step trouble : List.of(Step.silent(), Step.garbage(), Step.close(), Step.serverError(502))) {
      script(trouble.on("checkSendAbility"));
      assertThat(channel(Map.of()).send(dispatch())).as("%s", trouble.answer()).isInstanceOf(Unavailable.class);
    }
    assertThat(counters()).doesNotContainKey(SEND);
  }

  @Test void aPermissionIsKeptForTheNextTry() throws InterruptedException {
    script(Step.throttle(3).times(1).on("sendVerificationMessage"), Step.deliver());
    Channel channel = channel(Map.of());
    assertThat(channel.send(dispatch())).isEqualTo(new Throttled(Duration.ofSeconds(3)));
    assertThat(channel.send(dispatch())).isInstanceOf(Accepted.class);
    assertThat(counters()).containsEntry(CHECK, 1L).containsEntry(SEND, 2L);
  }

  @Test void aLostPermissionIsAskedForOnceMore() throws InterruptedException {
    script(Step.refuse("REQUEST_ID_INVALID").times(1).on("sendVerificationMessage"), Step.deliver());
    assertThat(channel(Map.of()).send(dispatch())).isInstanceOf(Accepted.class);
    assertThat(counters()).containsEntry(CHECK, 2L).containsEntry(SEND, 2L);
  }

  @Test void aRefusedSenderIsLeftOut() throws InterruptedException {
    script(Step.refuse("SENDER_NOT_VERIFIED").times(1).on("sendVerificationMessage"), Step.deliver());
    assertThat(channel(Map.of("TELEGRAM_GATEWAY_SENDER", "shop_codes")).send(dispatch()))
        .isInstanceOf(Accepted.class);
    assertThat(counters()).containsEntry(SEND, 2L);
  }

  @Test void inOneStepAnUnansweredSendIsNotRepeated() throws InterruptedException {
    script(Step.silent());
    assertThat(channel(Map.of("TELEGRAM_GATEWAY_TWO_STEP", "false")).send(dispatch())).isInstanceOf(Unclear.class);
    assertThat(counters()).doesNotContainKey(CHECK).containsEntry(SEND, 1L);
  }

  @Test void inOneStepTheCodeArrivesWithOneCall() throws InterruptedException {
    script(Step.deliver());
    assertThat(channel(Map.of("TELEGRAM_GATEWAY_TWO_STEP", "false")).send(dispatch())).isInstanceOf(Accepted.class);
    assertThat(counters()).doesNotContainKey(CHECK).containsEntry(SEND, 1L);
  }

  @Test void aWrongTokenIsAMatterOfSettings() throws InterruptedException {
    assertThat(channel(Map.of("TELEGRAM_GATEWAY_TOKEN", "wrong")).send(dispatch()))
        .isEqualTo(new Rejected(Reason.PROVIDER_CONFIGURATION, "ACCESS_TOKEN_INVALID"));
  }

  @Test void theGatewayIsNotAskedWithoutACode() throws InterruptedException {
    OpenDispatch text = TelegramSetting.dispatch(RECIPIENT, Optional.empty(), Optional.of("Your order is ready"),
        Duration.ofMinutes(5));
    assertThat(channel(Map.of()).send(text)).isEqualTo(new Rejected(Reason.CONTENT_REFUSED, null));
    assertThat(counters()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"user@example.com", "7c9e6679-7425-40de-944b-e07fc1f90ae7"}) void norWithoutANumber(
      String recipient) throws InterruptedException {
    OpenDispatch dispatch = TelegramSetting.dispatch(recipient, Optional.of(CODE), Optional.empty(),
        Duration.ofMinutes(5));
    assertThat(channel(Map.of()).send(dispatch)).isEqualTo(new Rejected(Reason.RECIPIENT_INVALID, null));
    assertThat(counters()).isEmpty();
  }

  private Channel channel(Map<String, String> changes) {
    var settings = new TreeMap<>(Map.of("TELEGRAM_GATEWAY_TOKEN", simulators.telegramGatewayToken()));
    settings.putAll(changes);
    var channel = new TelegramGateway(TelegramSetting.config(simulators.telegramGatewayUrl(), settings),
        Optional.empty(), InstantSource.fixed(Instant.now()));
    channels.add(channel);
    return channel;
  }

  private static void script(Step... steps) {
    simulators.script(Simulators.TELEGRAM_GATEWAY, RECIPIENT, steps);
  }

  private static Map<String, Long> counters() {
    return simulators.journal().counters().getOrDefault(Simulators.TELEGRAM_GATEWAY, Map.of());
  }
}
