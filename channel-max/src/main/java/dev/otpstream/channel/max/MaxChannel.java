package dev.otpstream.channel.max;

import dev.otpstream.kit.Env;
import dev.otpstream.kit.Platform;
import dev.otpstream.kit.Service;
import dev.otpstream.kit.Trust;
import dev.otpstream.kit.bot.BotService;
import dev.otpstream.kit.channel.WorkerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Makes the MAX worker. */
public final class MaxChannel {
  /** As many as get their turn before their patience ends; more would only wait. */
  private static final int IN_FLIGHT_MAX_DEFAULT = 50;

  private MaxChannel() {}

  /**
   * Starts the worker, and in webhook mode the endpoint for updates. It does not wait for the messenger.
   *
   * @throws Env.BadSettings naming what is missing or malformed
   */
  public static Service start(Env env, Platform platform) {
    MaxConfig config = MaxConfig.from(env);
    WorkerConfig worker = workerConfig(env);
    Optional<SSLContext> tls = config.trusted().flatMap(pem -> trust(env, pem));
    env.failOnProblems();
    platform.ensureTopics();
    var turns = Turns.of(config.requestsMax());
    var share = new TurnShare(platform, config.botName(), worker.instanceId(), turns);
    var messenger = new MaxMessenger(config, new MaxHttp(config, tls, turns), turns);
    var bot = new BotService(platform, messenger, worker, true);
    Optional<HookServer> hooks = config.webhookUrl().map(_ -> new HookServer(config, bot::take));
    return new Running(bot, share, hooks);
  }

  private static WorkerConfig workerConfig(Env env) {
    WorkerConfig read = WorkerConfig.from(env, MaxMessenger.CHANNEL);
    return env.find("MAX_IN_FLIGHT_MAX").isPresent()
        ? read
        : new WorkerConfig(IN_FLIGHT_MAX_DEFAULT, read.rateMax(), read.retryWaits(), read.instanceId());
  }

  private static Optional<SSLContext> trust(Env env, Path pem) {
    try {
      return Optional.of(Trust.with(pem));
    } catch (IOException e) {
      env.problem("MAX_TRUSTED_CERTIFICATES: " + e.getClass().getSimpleName());
      return Optional.empty();
    }
  }

  private record Running(BotService bot, TurnShare share, Optional<HookServer> hooks) implements Service {
    @Override public String name() {
      return bot.name();
    }

    @Override public Readiness readiness() {
      return share.hasJoined() ? bot.readiness() : Readiness.no("waiting for turns");
    }

    @Override public void close() {
      hooks.ifPresent(HookServer::close);
      bot.close();
      share.close();
    }
  }
}
