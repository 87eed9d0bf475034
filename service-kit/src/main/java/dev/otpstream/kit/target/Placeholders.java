package dev.otpstream.kit.target;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A URL with words in braces that are replaced before it is called, such as {@code https://example.org/?id={id}}. They
 * may stand in the path and the query only, and their values are percent-encoded, so no value can lead elsewhere. Braces
 * around any other word stay, and what has braces is no URL.
 */
public final class Placeholders {
  /** The words that are replaced. */
  public static final Set<String> WORDS = Set.of("id", "recipient", "status", "status_trace", "description",
      "timestamp");
  private static final Pattern WORD = Pattern.compile("\\{([a-z_]+)\\}");
  private static final Pattern ORIGIN = Pattern.compile("^[^/?#]*//[^/?#]*");

  private Placeholders() {}

  /** Whether a URL has any. */
  public static boolean areIn(String url) {
    return WORD.matcher(url).results().anyMatch(found -> WORDS.contains(found.group(1)));
  }

  /** The URL with its placeholders replaced. A word without a value becomes empty. */
  public static String fill(String url, Map<String, String> values) {
    int start = ORIGIN.matcher(url).results().findFirst().map(MatchResult::end).orElse(url.length());
    String filled = WORD.matcher(url.substring(start)).replaceAll(found -> value(found, values).orElse("$0"));
    return url.substring(0, start) + filled;
  }

  /** The URL as it looks when called, for those who judge it or ask only where it leads. */
  public static String blank(String url) {
    return fill(url, Map.of());
  }

  private static Optional<String> value(MatchResult found, Map<String, String> values) {
    if (!WORDS.contains(found.group(1))) return Optional.empty();
    // Form encoding writes a blank as a plus sign, which only queries understand.
    return Optional.of(URLEncoder.encode(values.getOrDefault(found.group(1), ""), StandardCharsets.UTF_8)
        .replace("+", "%20"));
  }
}
