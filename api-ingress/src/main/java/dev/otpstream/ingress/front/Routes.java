package dev.otpstream.ingress.front;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which operation answers a path. Vocabularies share one tree of paths: a literal part goes before one that varies, and a
 * varying part may be of a shape, so that no vocabulary hides another's path.
 */
final class Routes {
  /** What a method and a path lead to. */
  sealed interface Found {
    /** An operation, with what stands in the varying parts of its path. */
    record Hit(Dialect dialect, Operation operation, Map<String, String> parameters) implements Found {}

    /** No operation, and why. */
    record Miss(Fault fault) implements Found {}
  }

  private record Route(Dialect dialect, Operation operation, List<String> parts) {}

  private final List<Route> routes;

  /** @throws IllegalArgumentException if two operations claim the same method and path */
  Routes(List<Dialect> dialects) {
    var all = new ArrayList<Route>();
    for (Dialect dialect : dialects)
      for (Operation operation : dialect.operations()) {
        var route = new Route(dialect, operation, parts(operation.path()));
        if (all.stream().anyMatch(other -> clash(other, route)))
          throw new IllegalArgumentException(operation.method() + " " + operation.path() + " is taken");
        all.add(route);
      }
    all.sort(Comparator.comparing(route -> rank(route.parts())));
    routes = List.copyOf(all);
  }

  /** Among all operations. */
  Found find(String method, String path) {
    return find(method, path, Optional.empty());
  }

  /**
   * @param path  as it was requested, percent-coded
   * @param front whose operations there are; empty: everybody's
   */
  Found find(String method, String path, Optional<String> front) {
    List<String> parts = parts(path);
    boolean known = false;
    for (Route route : routes) {
      if (front.isPresent() && !route.dialect().name().equals(front.get())) continue;
      Optional<Map<String, String>> parameters = match(route, parts);
      if (parameters.isEmpty()) continue;
      if (route.operation().method().equals(method))
        return new Found.Hit(route.dialect(), route.operation(), parameters.get());
      known = true;
    }
    return new Found.Miss(known ? Fault.WRONG_METHOD : Fault.UNKNOWN_PATH);
  }

  private static Optional<Map<String, String>> match(Route route, List<String> parts) {
    if (route.parts().size() != parts.size()) return Optional.empty();
    var parameters = new HashMap<String, String>();
    for (int i = 0; i < parts.size(); i++) {
      String wanted = route.parts().get(i);
      if (!isVarying(wanted)) {
        if (!wanted.equals(parts.get(i))) return Optional.empty();
        continue;
      }
      String name = wanted.substring(1, wanted.length() - 1);
      Pattern shape = route.operation().shapes().get(name);
      Optional<String> given = Percent.decode(parts.get(i)).filter(text -> !text.isEmpty())
          .filter(text -> shape == null || shape.matcher(text).matches());
      if (given.isEmpty()) return Optional.empty();
      parameters.put(name, given.get());
    }
    return Optional.of(parameters);
  }

  /** A slash at the end does not count. */
  private static List<String> parts(String path) {
    String bare = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return List.of(bare.split("/", -1));
  }

  private static boolean isVarying(String part) {
    return part.startsWith("{");
  }

  /** Literal parts sort before varying ones, from left to right. */
  private static String rank(List<String> parts) {
    var rank = new StringBuilder();
    for (String part : parts)
      rank.append(isVarying(part) ? '1' : '0');
    return rank.toString();
  }

  private static boolean clash(Route one, Route other) {
    return one.operation().method().equals(other.operation().method()) && one.parts().equals(other.parts());
  }
}
