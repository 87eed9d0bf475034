package dev.otpstream.ingress.front;

import java.util.function.Function;

/**
 * One call that a dialect offers.
 *
 * @param name    metric tag and log key
 * @param method  the HTTP method
 * @param path    the path, with {@code {name}} for a part that varies
 * @param answers answers a call; runs on a thread of its own and may wait for the engine
 */
public record Operation(String name, String method, String path, Function<Call, Answer> answers) {
  public static Operation post(String name, String path, Function<Call, Answer> answers) {
    return new Operation(name, "POST", path, answers);
  }

  public static Operation get(String name, String path, Function<Call, Answer> answers) {
    return new Operation(name, "GET", path, answers);
  }
}
