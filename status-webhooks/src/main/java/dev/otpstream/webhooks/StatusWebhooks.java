package dev.otpstream.webhooks;

import dev.otpstream.kit.CompactedTable;
import dev.otpstream.kit.Env;
import dev.otpstream.kit.Platform;
import dev.otpstream.kit.Service;
import dev.otpstream.schemas.Account;
import dev.otpstream.schemas.Topics;
import dev.otpstream.streams.ExactlyOnceStreams;
import dev.otpstream.webhooks.call.HookCallers;
import dev.otpstream.webhooks.schedule.LaneLimits;
import dev.otpstream.webhooks.schedule.SchedulerSetup;
import dev.otpstream.webhooks.schedule.SchedulerTopology;
import java.util.concurrent.atomic.AtomicLong;

/** Tells callers' hooks what happens to their messages: a scheduler on Kafka Streams, and those who make the calls. */
public final class StatusWebhooks implements Service {
  private static final String NAME = "status-webhooks";
  /** No endpoint may take more than this part of all calls in flight. */
  private static final int ENDPOINTS_MIN = 4;

  private final ExactlyOnceStreams scheduler;
  private final CompactedTable<Account> accounts;
  private final HookCallers callers;

  private StatusWebhooks(WebhookConfig config, Platform platform) {
    int partitions = platform.ensureTopics();
    var pending = new AtomicLong();
    platform.meters().gauge("otp.hooks.pending", pending);
    accounts = new CompactedTable<>(platform, Topics.ACCOUNTS, NAME, (_, _) -> {});
    int widthMax = Math.max(1, config.calls().inFlightMax() / (ENDPOINTS_MIN * partitions));
    var limits = new LaneLimits(Math.min(LaneLimits.WIDTH_START, widthMax), widthMax, LaneLimits.PAUSE_FIRST_DEFAULT,
        config.lanePauseMax(), config.switchOffAfter(), config.probeEvery());
    var topology = SchedulerTopology.of(new SchedulerSetup(config.retries(), limits, config.targets(), platform.keys(),
        platform.serdes(), platform.meters(), pending));
    scheduler = new ExactlyOnceStreams(config.streams(), topology, platform);
    callers = new HookCallers(platform, accounts, config.targets(), config.calls(), config.streams().instanceId());
  }

  /** Starts the service; {@link #readiness} says when it works. */
  public static Service start(Env env, Platform platform) {
    WebhookConfig config = WebhookConfig.from(env);
    env.failOnProblems();
    return new StatusWebhooks(config, platform);
  }

  @Override public String name() {
    return NAME;
  }

  @Override public Readiness readiness() {
    Readiness scheduling = scheduler.readiness();
    if (!scheduling.ready()) return scheduling;
    if (!accounts.isCaughtUp()) return Readiness.no("reading accounts");
    return callers.isRunning() ? Readiness.yes() : Readiness.no("waiting for orders");
  }

  @Override public void close() {
    scheduler.close();
    callers.close();
    accounts.close();
  }
}
