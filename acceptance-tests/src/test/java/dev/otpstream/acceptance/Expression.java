package dev.otpstream.acceptance;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What a PromQL expression names. It knows as much of the language as our dashboards and alerts use. */
record Expression(Set<String> metrics, Set<String> tags) {
  private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
  private static final Pattern MATCHERS = Pattern.compile("\\{([^}]*)}");
  private static final Pattern GROUPS = Pattern.compile("\\b(?:by|without|on|ignoring)\\s*\\(([^)]*)\\)");
  private static final Pattern RANGE = Pattern.compile("\\[[^]]*]");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][\\w:]*");
  private static final Pattern METRIC = Pattern.compile("(?<![\\w.])[a-zA-Z_:][\\w:]*(?![\\w:]*\\s*\\()");
  private static final Set<String> WORDS = Set.of("and", "or", "unless");

  static Expression of(String text) {
    var tags = new TreeSet<String>();
    String plain = TEXT.matcher(text).replaceAll("");
    for (Pattern pattern : Set.of(MATCHERS, GROUPS))
      pattern.matcher(plain).results()
          .forEach(part -> NAME.matcher(part.group(1)).results().forEach(name -> tags.add(name.group())));
    String bare = RANGE.matcher(GROUPS.matcher(MATCHERS.matcher(plain).replaceAll(" ")).replaceAll(" "))
        .replaceAll(" ");
    var metrics = new TreeSet<String>();
    METRIC.matcher(bare).results().map(found -> found.group()).filter(name -> !WORDS.contains(name))
        .forEach(metrics::add);
    return new Expression(metrics, tags);
  }
}
