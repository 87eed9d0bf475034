package dev.otpstream.ingress.front;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A text with {@code {{name}}} places. It is read once, from left to right: what a value says is never read again, so that
 * nobody can write a place into a value. Prints without its text.
 */
public record TextTemplate(String text) {
  private static final Pattern PLACE = Pattern.compile("\\{\\{([^{}\\p{Cntrl}]{1,64})\\}\\}");

  /** The names of its places. */
  public Set<String> names() {
    return PLACE.matcher(text).results().map(place -> place.group(1)).collect(Collectors.toUnmodifiableSet());
  }

  /** The text with its values; a place without one stays as it is. */
  public String with(Map<String, String> values) {
    return PLACE.matcher(text).replaceAll(place -> Matcher
        .quoteReplacement(Optional.ofNullable(values.get(place.group(1))).orElse(place.group())));
  }

  @Override public String toString() {
    return "TextTemplate[redacted]";
  }
}
