package dev.otpstream.channel.sms;

import dev.otpstream.channel.sms.kaleyra.KaleyraChannel;
import dev.otpstream.channel.sms.kaleyra.KaleyraConfig;
import dev.otpstream.kit.Env;
import dev.otpstream.kit.Platform;
import dev.otpstream.kit.Service;
import dev.otpstream.kit.channel.Channel;
import dev.otpstream.kit.channel.ChannelWorker;
import dev.otpstream.kit.channel.DeliveryReports;
import dev.otpstream.kit.channel.WorkerConfig;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Makes the SMS worker. */
public final class SmsChannel {
  private SmsChannel() {}

  /**
   * Starts the worker with the providers that the settings name. It does not wait for them.
   *
   * @throws Env.BadSettings naming what is missing or malformed
   */
  public static Service start(Env env, Platform platform) {
    SmsRoutes routes = SmsRoutes.from(env);
    List<Function<Providing, Channel>> makers = routes.providers().stream().map(provider -> maker(env, provider))
        .toList();
    WorkerConfig worker = WorkerConfig.from(env, SmppChannel.NAME);
    env.failOnProblems();
    platform.ensureTopics();
    var reports = new DeliveryReports(platform, SmppChannel.NAME, routes.providers().getFirst());
    var channels = new ArrayList<Channel>();
    for (Function<Providing, Channel> maker : makers)
      channels.add(maker.apply(new Providing(platform, reports)));
    return new Running(new ChannelWorker(platform, channels, routes, worker), reports);
  }

  /** The names of the providers that settings ask for; malformed ones are told by {@link #start}. */
  public static List<String> providers(Env env) {
    return SmsRoutes.from(env.copy()).providers();
  }

  /** What every provider's channel needs besides its settings. */
  private record Providing(Platform platform, DeliveryReports reports) {}

  /** Reads a provider's settings; made is its channel when all settings are known to be good. */
  private static Function<Providing, Channel> maker(Env env, String provider) {
    if (provider.equals(KaleyraChannel.PROVIDER)) {
      KaleyraConfig config = KaleyraConfig.from(env);
      return with -> new KaleyraChannel(config, receipt -> with.reports().receipt(provider, receipt),
          with.platform().meterRegistry(), Clock.systemUTC());
    }
    SmppConfig config = SmppConfig.from(env, provider);
    return with -> new SmppChannel(config, receipt -> with.reports().receipt(provider, receipt),
        with.platform().meterRegistry(), Clock.systemUTC());
  }

  /** The worker, and what its channels report receipts through: needed until the worker has closed them. */
  private record Running(ChannelWorker worker, DeliveryReports reports) implements Service {
    @Override public String name() {
      return worker.name();
    }

    @Override public Readiness readiness() {
      return worker.readiness();
    }

    @Override public void close() {
      worker.close();
      reports.close();
    }
  }
}
