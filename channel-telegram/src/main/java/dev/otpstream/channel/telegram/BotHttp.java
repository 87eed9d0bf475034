package dev.otpstream.channel.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.otpstream.kit.channel.ProviderHttp;
import dev.otpstream.kit.channel.ProviderHttp.Heard;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Optional;

/** Calls methods of the Bot API, each within its time and without repeating any. Thread-safe. */
final class BotHttp implements AutoCloseable {
  private final BotConfig config;
  private final ProviderHttp http;

  BotHttp(BotConfig config) {
    this.config = config;
    this.http = new ProviderHttp(config.sendTimeout(), BotSaid.ANSWER_BYTES_MAX, Optional.empty());
  }

  /** Calls a method and waits for the answer, body included, no longer than this. */
  BotSaid call(String method, ObjectNode body, Duration timeout) throws InterruptedException {
    // The token is a part of the address: whatever fails, only the kind of failure is told.
    var request = HttpRequest.newBuilder(URI.create(config.url() + "/bot" + config.token().reveal() + "/" + method))
        .header("Content-Type", "application/json").POST(BodyPublishers.ofString(body.toString()));
    return switch (http.call(request, timeout)) {
      case Heard.Answer answer -> BotSaid.read(answer.status(), answer.body());
      case Heard.Nothing nothing -> new BotSaid.Unheard(method + ": " + nothing.detail());
      case Heard.NotAsked not -> new BotSaid.Unreached(not.detail());
    };
  }

  @Override public void close() {
    http.close();
  }
}
