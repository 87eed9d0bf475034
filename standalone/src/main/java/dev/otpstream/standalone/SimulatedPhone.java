package dev.otpstream.standalone;

import dev.otpstream.ingress.console.DemoPhone;
import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.max.MaxMessage;
import dev.otpstream.simulators.stage.PhoneMessage;
import dev.otpstream.simulators.telegrambot.BotMessage;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The console's telephone, by what the simulated providers gave it. */
record SimulatedPhone(Simulators simulators) implements DemoPhone {
  /** A person's id at a messenger is the end of their number: as many digits as identify one here. */
  private static final int USER_DIGITS = 9;

  @Override public List<Bubble> screen(String number) {
    Stream<Bubble> messages = simulators.messagesOf(number).stream().map(SimulatedPhone::bubble);
    Stream<Bubble> telegram = simulators.telegramBot().chatOf(user(number)).stream().map(SimulatedPhone::bubble);
    Stream<Bubble> max = simulators.max().dialogOf(user(number)).stream().map(SimulatedPhone::bubble);
    return Stream.of(messages, telegram, max).flatMap(all -> all).sorted(Comparator.comparing(Bubble::at)).toList();
  }

  @Override public void open(App bot, String number, String payload) {
    switch (bot) {
      case TELEGRAM -> simulators.telegramBot().start(user(number), payload);
      case MAX -> simulators.max().start(user(number), payload);
      case CODES, SMS -> throw new IllegalArgumentException(bot + " has no bot");
    }
  }

  @Override public void tap(App bot, String number, String data) {
    switch (bot) {
      case TELEGRAM -> simulators.telegramBot().tap(user(number), data);
      case MAX -> simulators.max().tap(user(number), data);
      case CODES, SMS -> throw new IllegalArgumentException(bot + " has no bot");
    }
  }

  private static long user(String number) {
    return Long.parseLong(number.substring(Math.max(0, number.length() - USER_DIGITS)));
  }

  private static Bubble bubble(PhoneMessage message) {
    App app = message.provider().equals(Simulators.TELEGRAM_GATEWAY) ? App.CODES : App.SMS;
    return new Bubble(app, false, Optional.ofNullable(message.sender()).orElse(""),
        Optional.ofNullable(message.text()).orElse(""), Optional.ofNullable(message.code()), List.of(), message.at());
  }

  private static Bubble bubble(BotMessage message) {
    return new Bubble(App.TELEGRAM, !message.fromBot(), "", message.text(), Optional.empty(),
        message.buttons().stream().map(button -> new Button(button.text(), button.data())).toList(), message.at());
  }

  private static Bubble bubble(MaxMessage message) {
    return new Bubble(App.MAX, !message.fromBot(), "", message.text(), Optional.empty(),
        message.buttons().stream().map(button -> new Button(button.text(), button.payload())).toList(), message.at());
  }
}
