package dev.otpstream.simulators.telegrambot;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text, read.
 *
 * @param codes its parts between code tags
 */
record FormattedText(String text, List<String> codes) {
  private static final int LENGTH_MAX = 4_096;
  private static final Set<String> TAGS = Set.of("b", "strong", "i", "em", "u", "s", "code", "pre");
  private static final Pattern TOKEN = Pattern.compile("<(/?)([a-z]+)>|&(lt|gt|amp|quot);|[^<&]+|.", Pattern.DOTALL);

  static FormattedText read(String text, String parseMode) throws Refusal {
    FormattedText read = switch (parseMode) {
      case "" -> new FormattedText(text, List.of());
      case "HTML" -> html(text);
      default -> throw Refusal.bad("unsupported parse_mode");
    };
    if (read.text().isBlank()) throw Refusal.bad("message text is empty");
    if (read.text().length() > LENGTH_MAX) throw Refusal.bad("message is too long");
    return read;
  }

  private static FormattedText html(String markup) throws Refusal {
    var text = new StringBuilder();
    var codes = new ArrayList<String>();
    Deque<String> open = new ArrayDeque<>();
    int codeBegins = 0;
    Matcher tokens = TOKEN.matcher(markup);
    while (tokens.find()) {
      String tag = tokens.group(2);
      if (tag == null) {
        text.append(plain(tokens.group(), tokens.group(3)));
      } else if (!TAGS.contains(tag)) {
        throw unparsable("Unsupported start tag \"" + tag + "\"");
      } else if (tokens.group(1).isEmpty()) {
        open.push(tag);
        if (tag.equals("code")) codeBegins = text.length();
      } else if (open.isEmpty() || !open.pop().equals(tag)) {
        throw unparsable("Unmatched end tag");
      } else if (tag.equals("code")) {
        codes.add(text.substring(codeBegins));
      }
    }
    if (!open.isEmpty()) throw unparsable("Can't find end tag corresponding to start tag " + open.peek());
    return new FormattedText(text.toString(), codes);
  }

  private static String plain(String token, String entity) throws Refusal {
    if (entity == null && token.equals("<")) throw unparsable("Unclosed start tag");
    return switch (entity) {
      case "lt" -> "<";
      case "gt" -> ">";
      case "amp" -> "&";
      case "quot" -> "\"";
      case null -> token;
      default -> throw new IllegalStateException("the pattern has no other");
    };
  }

  private static Refusal unparsable(String why) {
    return Refusal.bad("can't parse entities: " + why);
  }
}
