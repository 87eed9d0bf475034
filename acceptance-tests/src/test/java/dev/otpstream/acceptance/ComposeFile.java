package dev.otpstream.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The checkout's {@code docker-compose.yml}, with every variable at its default. */
final class ComposeFile {
  static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  static final Path PATH = ROOT.resolve("docker-compose.yml");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{[A-Z_]+:-([^}]*)}");
  private final Map<?, ?> services;

  private ComposeFile(Map<?, ?> services) {
    this.services = services;
  }

  static ComposeFile read() {
    try {
      Map<?, ?> file = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(PATH));
      return new ComposeFile((Map<?, ?>) file.get("services"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> services() {
    return services.keySet().stream().map(Object::toString).toList();
  }

  /** What a service is given under a name; null if nothing is. */
  Object of(String service, String name) {
    return ((Map<?, ?>) services.get(service)).get(name);
  }

  List<String> command(String service) {
    return words(of(service, "command"));
  }

  /** The command whose success means healthy; without Compose's word {@code CMD}. */
  List<String> healthCheck(String service) {
    List<String> test = words(((Map<?, ?>) of(service, "healthcheck")).get("test"));
    return test.subList(1, test.size());
  }

  Map<String, String> environment(String service) {
    var environment = new LinkedHashMap<String, String>();
    ((Map<?, ?>) of(service, "environment"))
        .forEach((name, value) -> environment.put(name.toString(), resolved(value.toString())));
    return environment;
  }

  static List<String> words(Object list) {
    return ((List<?>) list).stream().map(word -> resolved(word.toString())).toList();
  }

  private static String resolved(String value) {
    return VARIABLE.matcher(value).replaceAll("$1").replace("$$", "$");
  }
}
