package dev.otpstream.webhooks;

import dev.otpstream.kit.Env;
import dev.otpstream.kit.target.TargetRules;
import dev.otpstream.streams.StreamsSettings;
import dev.otpstream.webhooks.call.CallLimits;
import dev.otpstream.webhooks.schedule.LaneLimits;
import dev.otpstream.webhooks.schedule.RetrySchedule;
import dev.otpstream.webhooks.schedule.SchedulerTopology;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The settings of status-webhooks.
 *
 * @param streams      how the scheduler runs
 * @param lanePauseMax the longest rest of an endpoint that does not answer
 * @param switchOffAfter how long an endpoint may fail before it is switched off
 * @param probeEvery how often one that is off is asked whether it is back
 */
record WebhookConfig(TargetRules targets, CallLimits calls, RetrySchedule retries,
    StreamsSettings streams, Duration lanePauseMax, Duration switchOffAfter, Duration probeEvery) {
  /** 20 ms cost a fraction of the transactions that 10 ms do, and a hook has no caller who waits. */
  static final Duration COMMIT_INTERVAL_DEFAULT = Duration.ofMillis(20);

  static WebhookConfig from(Env env) {
    var targets = TargetRules.from(env);
    var calls = new CallLimits(env.duration("WEBHOOK_CONNECT_TIMEOUT", CallLimits.CONNECT_TIMEOUT_DEFAULT),
        env.duration("WEBHOOK_CALL_TIMEOUT", CallLimits.CALL_TIMEOUT_DEFAULT),
        env.integer("WEBHOOK_IN_FLIGHT_MAX", CallLimits.IN_FLIGHT_MAX_DEFAULT, 1, 10_000));
    var retries = new RetrySchedule(env.durations("WEBHOOK_RETRY_DELAYS", RetrySchedule.DELAYS_DEFAULT),
        env.duration("WEBHOOK_GIVE_UP_AFTER", RetrySchedule.PATIENCE_DEFAULT));
    var streams = new StreamsSettings(SchedulerTopology.APPLICATION,
        env.path("OTP_STATE_DIR", Path.of("data", "state")),
        env.integer("OTP_WEBHOOKS_THREADS", 1, 1, 64), 0,
        env.duration("OTP_WEBHOOKS_COMMIT_INTERVAL", COMMIT_INTERVAL_DEFAULT),
        StreamsSettings.TAKEOVER_DEFAULT, env.find("OTP_INSTANCE_ID"));
    return new WebhookConfig(targets, calls, retries, streams,
        env.duration("WEBHOOK_LANE_PAUSE_MAX", LaneLimits.PAUSE_MAX_DEFAULT),
        env.duration("WEBHOOK_SWITCH_OFF_AFTER", LaneLimits.SWITCH_OFF_AFTER_DEFAULT),
        env.duration("WEBHOOK_PROBE_EVERY", LaneLimits.PROBE_EVERY_DEFAULT));
  }
}
