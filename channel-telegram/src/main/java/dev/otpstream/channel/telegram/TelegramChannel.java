package dev.otpstream.channel.telegram;

import dev.otpstream.kit.Env;
import dev.otpstream.kit.Platform;
import dev.otpstream.kit.Service;
import dev.otpstream.kit.channel.ChannelWorker;
import dev.otpstream.kit.channel.DeliveryReports;
import dev.otpstream.kit.channel.WorkerConfig;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the Telegram worker. */
public final class TelegramChannel {
  private static final Logger LOG = LoggerFactory.getLogger(TelegramChannel.class);

  private TelegramChannel() {}

  /**
   * Starts the worker and the endpoint for reports. It does not wait for Telegram.
   *
   * @throws Env.BadSettings naming what is missing or malformed
   */
  public static Service start(Env env, Platform platform) {
    TelegramConfig config = TelegramConfig.from(env);
    WorkerConfig worker = WorkerConfig.from(env, TelegramGateway.NAME);
    env.failOnProblems();
    platform.ensureTopics();
    var clock = InstantSource.system();
    var reports = new DeliveryReports(platform, TelegramGateway.NAME, TelegramGateway.PROVIDER);
    var server = new ReportServer(config, reports::receipt, clock);
    var gateway = new TelegramGateway(config, callbackUrl(config, server), clock);
    return new Running(new ChannelWorker(platform, gateway, worker), server, reports);
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

  private record Running(ChannelWorker worker, ReportServer server, DeliveryReports reports) implements Service {
    @Override public String name() {
      return worker.name();
    }

    @Override public Readiness readiness() {
      return worker.readiness();
    }

    @Override public void close() {
      worker.close();
      server.close();
      reports.close();
    }
  }
}
