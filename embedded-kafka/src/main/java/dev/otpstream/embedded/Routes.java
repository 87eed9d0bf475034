package dev.otpstream.embedded;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Finds who answers a request by its method and path. */
final class Routes {
  private final List<Route> all = new ArrayList<>();

  /** A path is fixed words and {@code {name}} places between slashes. */
  void add(String method, String path, Function<Request, Reply> answer) {
    all.add(new Route(method, segments(path), answer));
  }

  Reply answer(Request request) {
    List<String> path = segments(request.path());
    boolean known = false;
    for (Route each : all) {
      Optional<Map<String, String>> parts = each.match(path);
      if (parts.isPresent() && each.method().equals(request.method())) {
        return each.answer().apply(request.withParts(parts.get()));
      }
      known |= parts.isPresent();
    }
    return known ? Reply.http(405, "Method Not Allowed") : Reply.http(404, "Not Found");
  }

  /** Without trailing empty ones. */
  private static List<String> segments(String path) {
    return List.of(path.split("/"));
  }

  private record Route(String method, List<String> segments, Function<Request, Reply> answer) {
    Optional<Map<String, String>> match(List<String> path) {
      if (path.size() != segments.size()) {
        return Optional.empty();
      }
      var parts = new HashMap<String, String>();
      for (int i = 0; i < path.size(); i++) {
        String wanted = segments.get(i);
        if (wanted.startsWith("{")) {
          parts.put(wanted.substring(1, wanted.length() - 1), decoded(path.get(i)));
        } else if (!wanted.equals(path.get(i))) {
          return Optional.empty();
        }
      }
      return Optional.of(parts);
    }

    /** As in a path, where a plus sign means itself. */
    private static String decoded(String segment) {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
  }
}
