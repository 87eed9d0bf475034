package dev.otpstream.channel.sms;

import dev.otpstream.kit.Env;
import dev.otpstream.kit.Platform;
import dev.otpstream.kit.Service;
import dev.otpstream.kit.channel.ChannelWorker;
import dev.otpstream.kit.channel.DeliveryReports;
import dev.otpstream.kit.channel.WorkerConfig;
import java.time.Clock;

/** Makes the SMS worker. */
public final class SmsChannel {
  private SmsChannel() {}

  /**
   * Starts the worker with the provider that the settings name. It does not wait for the provider.
   *
   * @throws Env.BadSettings naming what is missing or malformed
   */
  public static Service start(Env env, Platform platform) {
    String provider = env.string("SMS_PROVIDER", SmppChannel.PROVIDER);
    if (!provider.equals(SmppChannel.PROVIDER))
      env.problem("SMS_PROVIDER is not one of " + SmppChannel.PROVIDER + "; others are not served yet");
    SmppConfig config = SmppConfig.from(env);
    WorkerConfig worker = WorkerConfig.from(env, SmppChannel.NAME);
    env.failOnProblems();
    platform.ensureTopics();
    var reports = new DeliveryReports(platform, SmppChannel.NAME, SmppChannel.PROVIDER);
    var channel = new SmppChannel(config, reports::receipt, platform.meterRegistry(), Clock.systemUTC());
    return new Running(new ChannelWorker(platform, channel, worker), reports);
  }

  /** The worker, and what its channel reports receipts through: needed until the worker has closed the channel. */
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
