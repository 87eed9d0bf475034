package dev.otpstream.channel.telegram;

import dev.otpstream.kit.Env;
import dev.otpstream.kit.Platform;
import dev.otpstream.kit.Service;
import dev.otpstream.kit.bot.BotService;
import dev.otpstream.kit.channel.ChannelWorker;
import dev.otpstream.kit.channel.DeliveryReports;
import dev.otpstream.kit.channel.WorkerConfig;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the Telegram workers: of the gateway, for phone numbers, and of the bot, for chats. */
public final class TelegramChannel {
  private static final Logger LOG = LoggerFactory.getLogger(TelegramChannel.class);

  private TelegramChannel() {}

  /**
   * Starts the worker of the gateway with its endpoint for reports, the bot, or both: as the settings have their tokens.
   * It does not wait for Telegram.
   *
   * @throws Env.BadSettings naming what is missing or malformed
   */
  public static Service start(Env env, Platform platform) {
    Optional<TelegramConfig> gateway = env.find("TELEGRAM_GATEWAY_TOKEN").map(_ -> TelegramConfig.from(env));
    Optional<BotConfig> bot = BotConfig.from(env);
    if (gateway.isEmpty() && bot.isEmpty())
      env.problem("neither TELEGRAM_GATEWAY_TOKEN nor TELEGRAM_BOT_TOKEN is set");
    WorkerConfig worker = WorkerConfig.from(env, TelegramGateway.NAME);
    env.failOnProblems();
    platform.ensureTopics();
    var services = new ArrayList<Service>();
    gateway.ifPresent(config -> services.add(startGateway(config, platform, worker, bot.isPresent())));
    bot.ifPresent(config -> services.add(startBot(config, platform, worker, gateway.isEmpty())));
    return services.size() == 1 ? services.getFirst() : new Both(services);
  }

  private static Service startGateway(TelegramConfig config, Platform platform, WorkerConfig worker,
      boolean phonesOnly) {
    var clock = InstantSource.system();
    var reports = new DeliveryReports(platform, TelegramGateway.NAME, TelegramGateway.PROVIDER);
    var server = new ReportServer(config, reports::receipt, clock);
    var gateway = new TelegramGateway(config, callbackUrl(config, server), clock, phonesOnly);
    return new Gateway(new ChannelWorker(platform, gateway, worker), server, reports,
        new Revoker(platform, gateway, clock));
  }

  private static Service startBot(BotConfig config, Platform platform, WorkerConfig worker, boolean alone) {
    // The bot keeps its own pace; the setting is the gateway's.
    var unpaced = new WorkerConfig(worker.inFlightMax(), 0, worker.retryWaits(), worker.instanceId());
    var bot = new BotService(platform, new TelegramBot(config), unpaced, alone);
    return new Bot(bot, config.webhook().map(webhook -> new WebhookServer(webhook, bot::take)));
  }

  /** What Telegram is told. Our own address is of use only to a gateway on this machine, such as a simulated one. */
  static Optional<URI> callbackUrl(TelegramConfig config, ReportServer server) {
    if (config.callbackUrl().isPresent()) return config.callbackUrl();
    if (isLoopback(config.url().getHost())) return Optional.of(server.localUrl());
    LOG.atWarn().addKeyValue("unset", "TELEGRAM_GATEWAY_CALLBACK_URL").log("telegram will not report deliveries");
    return Optional.empty();
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException _) {
      return false;
    }
  }

  private record Gateway(ChannelWorker worker, ReportServer server, DeliveryReports reports, Revoker revoker)
      implements
        Service {
    @Override public String name() {
      return worker.name();
    }

    @Override public Readiness readiness() {
      return worker.readiness();
    }

    @Override public void close() {
      revoker.close();
      worker.close();
      server.close();
      reports.close();
    }
  }

  private record Bot(BotService bot, Optional<WebhookServer> server) implements Service {
    @Override public String name() {
      return bot.name();
    }

    @Override public Readiness readiness() {
      return bot.readiness();
    }

    @Override public void close() {
      server.ifPresent(WebhookServer::close);
      bot.close();
    }
  }

  private record Both(List<Service> services) implements Service {
    @Override public String name() {
      return services.getFirst().name();
    }

    @Override public Readiness readiness() {
      return services.stream().map(Service::readiness).filter(readiness -> !readiness.ready()).findFirst()
          .orElseGet(() -> services.getFirst().readiness());
    }

    @Override public void close() {
      services.forEach(Service::close);
    }
  }
}
