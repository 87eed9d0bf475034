package dev.otpstream.ingress.kaleyra;

import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Dialect;
import dev.otpstream.ingress.front.Fault;
import dev.otpstream.ingress.front.Operation;
import dev.otpstream.ingress.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Kaleyra's words. It offers no operation yet; its paths are answered as its callers expect. */
public final class KaleyraDialect implements Dialect {
  private static final Pattern PATHS = Pattern.compile("/v1/[A-Z0-9]{6,34}/(messages|sms|verify)(/.*)?");
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  @Override public String name() {
    return "kaleyra";
  }

  @Override public List<Operation> operations() {
    return List.of();
  }

  @Override public boolean speaksFor(String path) {
    return PATHS.matcher(path).matches();
  }

  @Override public Answer fault(Fault fault) {
    return switch (fault) {
      case UNKNOWN_PATH -> error(404, "NOT_FOUND", "Not found");
      case WRONG_METHOD -> error(405, "METHOD_NOT_ALLOWED", "Method not allowed");
      case BODY_TOO_LARGE, BODY_UNREADABLE -> error(400, "E413", "Body cannot be read");
      case STOPPING -> error(503, "E403", "Try again later").retryAfter(RETRY_AFTER);
      case INTERNAL -> error(500, "E103", "Try again later");
    };
  }

  private static Answer error(int status, String code, String message) {
    return Answer.of(status,
        Json.obj("code", Json.of(code), "message", Json.of(message), "error", new Json.Obj(Map.of())));
  }
}
