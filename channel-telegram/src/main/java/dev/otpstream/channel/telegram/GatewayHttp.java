package dev.otpstream.channel.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.otpstream.kit.channel.ProviderHttp;
import dev.otpstream.kit.channel.ProviderHttp.Heard;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Optional;

/** Calls methods of the gateway, each within its time and without repeating any. Thread-safe. */
final class GatewayHttp implements AutoCloseable {
  private final URI url;
  private final String authorization;
  private final ProviderHttp http;

  GatewayHttp(TelegramConfig config) {
    this.url = config.url();
    this.authorization = "Bearer " + config.token().reveal();
    this.http = new ProviderHttp(config.sendTimeout(), Said.ANSWER_BYTES_MAX, Optional.empty());
  }

  /** Calls a method and waits for the answer, body included, no longer than this. */
  Said call(String method, ObjectNode body, Duration timeout) throws InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(url + "/" + method)).header("Authorization", authorization)
        .header("Content-Type", "application/json").POST(BodyPublishers.ofString(body.toString()));
    return switch (http.call(request, timeout)) {
      case Heard.Answer answer -> Said.read(answer.status(), answer.body());
      case Heard.Nothing nothing -> new Said.Unheard(method + ": " + nothing.detail());
      case Heard.NotAsked not -> new Said.Unreached(not.detail());
    };
  }

  @Override public void close() {
    http.close();
  }
}
