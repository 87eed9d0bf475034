package dev.otpstream.channel.sms;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The text of a receipt, of which the standard gives only an example: {@code id:… sub:… dlvrd:… submit date:… done
 * date:… stat:… err:… text:…}. Keys come in any order and case. What follows {@code text:} quotes the message, so with
 * it the code: it is cut off before anything else is read.
 *
 * @param keys how many of the known keys there are
 */
record ReceiptText(String id, String state, Optional<String> error, int keys) {
  private static final Pattern QUOTE = Pattern.compile("(?i)(?<![a-z])text:");
  private static final String KEY = "(id|sub|dlvrd|submit date|done date|stat|err):";
  /** A value may stand after a blank; the next key is none. */
  private static final Pattern PAIR = Pattern.compile("(?i)(?<![a-z])" + KEY + " ?(?!" + KEY + ")(\\S+)");
  private static final Pattern ID = Pattern.compile("[!-~]{1,65}");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9]{1,16}");

  /** Reads a receipt; empty if the text tells no id or no state. */
  static Optional<ReceiptText> read(String text) {
    Map<String, String> pairs = pairs(text);
    String id = pairs.getOrDefault("id", "");
    String state = pairs.getOrDefault("stat", "");
    if (!ID.matcher(id).matches() || !WORD.matcher(state).matches()) return Optional.empty();
    return Optional.of(new ReceiptText(id, state.toUpperCase(Locale.ROOT),
        Optional.ofNullable(pairs.get("err")).filter(error -> WORD.matcher(error).matches()), pairs.size()));
  }

  private static Map<String, String> pairs(String text) {
    var pairs = new HashMap<String, String>();
    String own = QUOTE.split(text, 2)[0];
    for (MatchResult pair : PAIR.matcher(own).results().toList())
      pairs.putIfAbsent(pair.group(1).toLowerCase(Locale.ROOT), pair.group(3));
    return pairs;
  }
}
