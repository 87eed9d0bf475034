package dev.otpstream.engine.core;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A send, in the few words that matter to a test. */
record Order(String purpose, List<RouteStep> route, Optional<String> code, int attemptsAllowed, boolean replaceActive,
    boolean coolDown, Duration lifetime, Optional<String> reference) {
  static final Duration RECEIPT_TIMEOUT = Duration.ofSeconds(30);
  static final String RIGHT = "482916";

  /** A code for logging in, by telegram and then by sms, for five minutes and three attempts. */
  static Order aCode() {
    return new Order("login", steps("telegram", "sms"), Optional.of(RIGHT), 3, true, true, Duration.ofMinutes(5),
        Optional.empty());
  }

  /** A text that carries no code of ours. */
  static Order aText() {
    return new Order("", steps("telegram", "sms"), Optional.empty(), 0, true, false, Duration.ofMinutes(5),
        Optional.empty());
  }

  Order by(String... channels) {
    return new Order(purpose, steps(channels), code, attemptsAllowed, replaceActive, coolDown, lifetime, reference);
  }

  Order by(RouteStep... steps) {
    return new Order(purpose, List.of(steps), code, attemptsAllowed, replaceActive, coolDown, lifetime, reference);
  }

  Order withPurpose(String other) {
    return new Order(other, route, code, attemptsAllowed, replaceActive, coolDown, lifetime, reference);
  }

  Order withCode(String other) {
    return new Order(purpose, route, Optional.of(other), attemptsAllowed, replaceActive, coolDown, lifetime, reference);
  }

  Order withAttempts(int allowed) {
    return new Order(purpose, route, code, allowed, replaceActive, coolDown, lifetime, reference);
  }

  Order withoutReplacing() {
    return new Order(purpose, route, code, attemptsAllowed, false, coolDown, lifetime, reference);
  }

  Order withoutCoolDown() {
    return new Order(purpose, route, code, attemptsAllowed, replaceActive, false, lifetime, reference);
  }

  Order withLifetime(Duration other) {
    return new Order(purpose, route, code, attemptsAllowed, replaceActive, coolDown, other, reference);
  }

  Order withReference(String name) {
    return new Order(purpose, route, code, attemptsAllowed, replaceActive, coolDown, lifetime, Optional.of(name));
  }

  Command.Send send(long id) {
    return new Command.Send(id, "a1", "a1/token", purpose, sealed("+380971234567"), "token", "+38097*****67", route,
        code.map(c -> new Code(digest(c), sealed(c), attemptsAllowed, 0)), replaceActive, coolDown, lifetime,
        Optional.empty(), reference, List.of(), Optional.empty(), Optional.empty());
  }

  static RouteStep step(String channel, Duration receiptTimeout) {
    return new RouteStep(channel, receiptTimeout, Optional.empty(), Optional.of(sealed("text")), Optional.empty());
  }

  static RouteStep verifiedWithin(Duration verifyTimeout, String channel) {
    return new RouteStep(channel, RECEIPT_TIMEOUT, Optional.of(verifyTimeout), Optional.of(sealed("text")),
        Optional.empty());
  }

  /** A stand-in that is not secret at all, so that tests can say what they mean. */
  static CodeDigest digest(String code) {
    return new CodeDigest(code.getBytes(StandardCharsets.UTF_8));
  }

  private static Sealed sealed(String text) {
    return new Sealed(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<RouteStep> steps(String... channels) {
    return Arrays.stream(channels).map(channel -> step(channel, RECEIPT_TIMEOUT)).toList();
  }
}
