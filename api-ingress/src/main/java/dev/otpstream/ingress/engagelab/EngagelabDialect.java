package dev.otpstream.ingress.engagelab;

import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Dialect;
import dev.otpstream.ingress.front.Fault;
import dev.otpstream.ingress.front.Operation;
import dev.otpstream.ingress.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** EngageLab's words. It offers no operation yet; its paths are answered as its callers expect. */
public final class EngagelabDialect implements Dialect {
  private static final Pattern PATHS = Pattern
      .compile("/v1/(messages|codes|verifications|custom-messages|template-configs)(/.*)?");
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  @Override public String name() {
    return "engagelab";
  }

  @Override public List<Operation> operations() {
    return List.of();
  }

  @Override public boolean speaksFor(String path) {
    return PATHS.matcher(path).matches();
  }

  @Override public Answer fault(Fault fault) {
    return switch (fault) {
      case UNKNOWN_PATH -> error(404, 4001, "not found");
      case WRONG_METHOD -> error(405, 3002, "method not allowed");
      case BODY_TOO_LARGE, BODY_UNREADABLE -> error(400, 3001, "body cannot be read");
      case STOPPING -> error(503, 1000, "internal error").retryAfter(RETRY_AFTER);
      case INTERNAL -> error(500, 1000, "internal error");
    };
  }

  private static Answer error(int status, int code, String message) {
    return Answer.of(status, Json.obj("code", Json.of(code), "message", Json.of(message)));
  }
}
