package dev.otpstream.acceptance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process shows on {@code /metrics}: families with their type and tags, in Prometheus' text form. */
final class Scrape {
  private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
  private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? .*");
  private static final Pattern TAG = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");
  private static final Set<String> OF_HISTOGRAMS = Set.of("_bucket", "_count", "_sum", "_max");

  /** A metric as the documents describe it. */
  record Family(String type, Set<String> tags) {}

  private final Map<String, String> types = new LinkedHashMap<>();
  private final Map<String, Set<String>> samples = new TreeMap<>();

  Scrape(String text) {
    for (String line : text.split("\n", -1)) {
      Matcher type = TYPE.matcher(line);
      if (type.matches()) types.put(type.group(1), type.group(2));
      Matcher sample = SAMPLE.matcher(line);
      if (line.startsWith("#") || !sample.matches()) continue;
      Set<String> tags = samples.computeIfAbsent(sample.group(1), _ -> new TreeSet<>());
      if (sample.group(2) != null) TAG.matcher(sample.group(2)).results().forEach(tag -> tags.add(tag.group(1)));
    }
  }

  /** The tags of a sample's name; empty if there is no such sample. */
  Optional<Set<String>> tagsOf(String sample) {
    return Optional.ofNullable(samples.get(sample));
  }

  int samples() {
    return samples.size();
  }

  /** All families whose name begins so; a histogram is one. */
  Map<String, Family> families(String prefix) {
    var families = new TreeMap<String, Family>();
    types.forEach((name, type) -> {
      if (!name.startsWith(prefix) || isPartOfHistogram(name)) return;
      boolean histogram = type.equals("histogram");
      var tags = new TreeSet<>(samples.getOrDefault(histogram ? name + "_count" : name, Set.of()));
      families.put(name, new Family(type, tags));
    });
    return families;
  }

  private boolean isPartOfHistogram(String name) {
    return OF_HISTOGRAMS.stream().filter(name::endsWith).map(part -> name.substring(0, name.length() - part.length()))
        .anyMatch(whole -> "histogram".equals(types.get(whole)));
  }
}
