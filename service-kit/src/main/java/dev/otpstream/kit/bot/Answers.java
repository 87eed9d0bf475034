package dev.otpstream.kit.bot;

import dev.otpstream.kit.bot.Speech.Button;
import dev.otpstream.schemas.Account;
import dev.otpstream.schemas.BotOrder;
import dev.otpstream.schemas.BotOrderKind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Words the engine's orders. */
final class Answers {
  private Answers() {}

  /**
   * What to say.
   *
   * @param account whose project is spoken of
   * @return empty for an order that only a newer bot understands
   */
  static Optional<Speech> to(BotOrder order, String chatId, Optional<Account> account) {
    if (order.getKind() == BotOrderKind.OTHER) return Optional.empty();
    boolean asks = order.getKind() == BotOrderKind.ASK;
    if (asks && order.getRequestId() == null) return Optional.empty();
    Optional<String> language = Optional.ofNullable(order.getLanguage());
    String text = Phrases.say(order.getKind().name().toLowerCase(Locale.ROOT), language, places(account, language));
    List<Button> buttons = asks
        ? List.of(button("ask.yes", true, order.getRequestId(), language),
            button("ask.no", false, order.getRequestId(), language))
        : List.of();
    return Optional.of(new Speech(chatId, text, Optional.empty(), buttons, Optional.ofNullable(order.getTapped())));
  }

  private static Map<String, String> places(Optional<Account> account, Optional<String> language) {
    String brand = account.map(Account::getBrandName).filter(name -> !name.isBlank())
        .orElseGet(() -> Phrases.say("someone", language, Map.of()));
    String about = account.map(Account::getBrandDescription).filter(text -> !text.isBlank()).map(text -> "\n" + text)
        .orElse("");
    return Map.of("brand", brand, "about", about);
  }

  private static Button button(String phrase, boolean agrees, String requestId, Optional<String> language) {
    return new Button(Phrases.say(phrase, language, Map.of()), Links.button(new Links.Answer(agrees, requestId)));
  }
}
