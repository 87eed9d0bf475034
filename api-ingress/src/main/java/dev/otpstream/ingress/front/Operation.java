package dev.otpstream.ingress.front;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One call that a dialect offers.
 *
 * @param name    metric tag and log key
 * @param method  the HTTP method
 * @param path    the path, with {@code {name}} for a part that varies
 * @param shapes  what a varying part must look like; a path where it does not is not this call's
 * @param yields  whether it gives way to others when more is asked than can be done: it begins something, and others are
 *                about what has begun
 * @param answers answers a call; must not block, since few threads serve all calls
 */
public record Operation(String name, String method, String path, Map<String, Pattern> shapes,
    boolean yields, Function<Call, CompletableFuture<Answer>> answers) {
  public Operation {
    shapes = Map.copyOf(shapes);
  }

  public static Operation post(String name, String path, Function<Call, CompletableFuture<Answer>> answers) {
    return new Operation(name, "POST", path, Map.of(), false, answers);
  }

  public static Operation get(String name, String path, Function<Call, CompletableFuture<Answer>> answers) {
    return new Operation(name, "GET", path, Map.of(), false, answers);
  }

  public static Operation patch(String name, String path, Function<Call, CompletableFuture<Answer>> answers) {
    return new Operation(name, "PATCH", path, Map.of(), false, answers);
  }

  public static Operation put(String name, String path, Function<Call, CompletableFuture<Answer>> answers) {
    return new Operation(name, "PUT", path, Map.of(), false, answers);
  }

  public static Operation delete(String name, String path, Function<Call, CompletableFuture<Answer>> answers) {
    return new Operation(name, "DELETE", path, Map.of(), false, answers);
  }

  /** The same call, for paths where a varying part has a shape. */
  public Operation where(String parameter, Pattern shape) {
    var more = new HashMap<>(shapes);
    more.put(parameter, shape);
    return new Operation(name, method, path, more, yields, answers);
  }

  /** The same call, giving way to others. */
  public Operation yielding() {
    return new Operation(name, method, path, shapes, true, answers);
  }
}
