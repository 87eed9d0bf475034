package dev.otpstream.ingress.webhooks;

import dev.otpstream.ingress.front.Dialect;
import dev.otpstream.ingress.front.OperatorToken;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.kit.CompactedTable;
import dev.otpstream.kit.Platform;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.WebhookEndpoint;
import java.time.Clock;
import java.time.Duration;

/** The operators' view of hooks, on Kafka. */
public final class WebhookAdmin implements AutoCloseable {
  private static final int ENDPOINTS_MAX = 50;
  private final CompactedTable<WebhookEndpoint> endpoints;
  private final KafkaHookCommands commands;
  private final WebhookAnswers answers;
  private final Dialect dialect;

  private WebhookAdmin(Platform platform, OperatorToken token) {
    endpoints = new CompactedTable<>(platform, Topics.WEBHOOK_ENDPOINTS, "api-ingress", (_, _) -> {});
    commands = new KafkaHookCommands(platform);
    answers = new WebhookAnswers(platform.keys());
    dialect = new WebhooksDialect(token, new KafkaFailedEvents(platform), commands, () -> endpoints.all().values(),
        answers, Clock.systemUTC());
  }

  /** Starts reading the endpoints' states. */
  public static WebhookAdmin open(Platform platform, OperatorToken token) {
    return new WebhookAdmin(platform, token);
  }

  /** Waits until all states are known; false when the time is over. */
  public boolean awaitCaughtUp(Duration timeout) throws InterruptedException {
    return endpoints.awaitCaughtUp(timeout);
  }

  public Dialect dialect() {
    return dialect;
  }

  /** The endpoints that fail or are switched off, those that fail longest first; of many only these. */
  public Json endpoints() {
    return Json.list(EndpointStates.of(endpoints.all().values()).stream().limit(ENDPOINTS_MAX).map(answers::endpoint)
        .toList());
  }

  @Override public void close() {
    commands.close();
    endpoints.close();
  }
}
