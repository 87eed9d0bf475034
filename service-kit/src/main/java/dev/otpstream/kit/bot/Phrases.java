package dev.otpstream.kit.bot;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;

/**
 * What bots say to people: {@code phrases.properties} has the English, {@code phrases_<language>.properties} may have
 * another. A phrase that a language lacks is said in English.
 */
final class Phrases {
  private static final String BUNDLE = Phrases.class.getPackageName() + ".phrases";
  private static final ResourceBundle.Control NO_GUESSING = ResourceBundle.Control
      .getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
  private static final int LANGUAGE_MAX = 35; // the longest tag that RFC 5646 tells readers to expect

  private Phrases() {}

  /**
   * A phrase with its places filled; what fills them is taken as it is.
   *
   * @param language a language tag, as messengers have them; any other text means English
   */
  static String say(String phrase, Optional<String> language, Map<String, String> places) {
    String tag = language.filter(text -> text.length() <= LANGUAGE_MAX).orElse("").replace('_', '-');
    String pattern = ResourceBundle.getBundle(BUNDLE, Locale.forLanguageTag(tag), Phrases.class.getClassLoader(),
        NO_GUESSING).getString(phrase);
    var said = new StringBuilder();
    for (int at = 0; at < pattern.length();) {
      int open = pattern.indexOf('{', at);
      int close = open < 0 ? -1 : pattern.indexOf('}', open);
      if (close < 0) return said.append(pattern, at, pattern.length()).toString();
      said.append(pattern, at, open).append(places.getOrDefault(pattern.substring(open + 1, close), ""));
      at = close + 1;
    }
    return said.toString();
  }
}
