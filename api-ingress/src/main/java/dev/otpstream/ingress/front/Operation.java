package dev.otpstream.ingress.front;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * One call that a dialect offers.
 *
 * @param name    metric tag and log key
 * @param method  the HTTP method
 * @param path    the path, with {@code {name}} for a part that varies
 * @param answers answers a call; must not block, since few threads serve all calls
 */
public record Operation(String name, String method, String path, Function<Call, CompletableFuture<Answer>> answers) {
  public static Operation post(String name, String path, Function<Call, CompletableFuture<Answer>> answers) {
    return new Operation(name, "POST", path, answers);
  }

  public static Operation get(String name, String path, Function<Call, CompletableFuture<Answer>> answers) {
    return new Operation(name, "GET", path, answers);
  }
}
