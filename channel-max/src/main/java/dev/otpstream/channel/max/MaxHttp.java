package dev.otpstream.channel.max;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.otpstream.channel.max.Turns.Turn;
import dev.otpstream.channel.max.Turns.Urgency;
import dev.otpstream.kit.channel.ProviderHttp;
import dev.otpstream.kit.channel.ProviderHttp.Heard;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Calls the messenger, each call in its turn, within its time and without repeating any. Thread-safe. */
final class MaxHttp implements AutoCloseable {
  /** Why a call was not made if its turn did not come. */
  static final String NO_TURN = "no turn";
  /** The answer with a thousand updates is far smaller. */
  private static final int ANSWER_BYTES_MAX = 4 * 1024 * 1024;
  private final URI url;
  private final String authorization;
  private final Turns turns;
  private final ProviderHttp http;

  /**
   * One call.
   *
   * @param body     null: none
   * @param patience how long to wait for a turn
   * @param timeout  how long the call itself may take, answer included
   */
  record Call(String method, String path, ObjectNode body, Urgency urgency, Duration patience, Duration timeout) {
    /** Without the body: it may hold a code. */
    @Override public String toString() {
      return method;
    }
  }

  MaxHttp(MaxConfig config, Optional<SSLContext> tls, Turns turns) {
    this.url = config.url();
    this.authorization = config.token().reveal();
    this.turns = turns;
    this.http = new ProviderHttp(config.sendTimeout(), ANSWER_BYTES_MAX, tls);
  }

  Said call(Call call) throws InterruptedException {
    Optional<Turn> turn = turns.await(call.urgency(), call.patience());
    if (turn.isEmpty()) return new Said.Unreached(NO_TURN);
    try (Turn _ = turn.get()) {
      return exchange(call);
    }
  }

  private Said exchange(Call call) throws InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(url + call.path())).header("Authorization", authorization)
        .header("Content-Type", "application/json").method(call.method(), call.body() == null
            ? BodyPublishers.noBody()
            : BodyPublishers.ofString(call.body().toString()));
    return switch (http.call(request, call.timeout())) {
      case Heard.Answer answer -> Said.read(answer.status(), answer.header("Retry-After"), answer.body());
      case Heard.Nothing nothing -> new Said.Unheard(call + ": " + nothing.detail());
      case Heard.NotAsked not -> new Said.Unreached(not.detail());
    };
  }

  @Override public void close() {
    http.close();
  }
}
