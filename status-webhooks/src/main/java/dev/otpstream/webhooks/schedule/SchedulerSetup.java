package dev.otpstream.webhooks.schedule;

import dev.otpstream.kit.target.TargetRules;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.schemas.serde.RecordSerdes;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a scheduler stands on.
 *
 * @param pending counts the queues of all partitions of the process
 */
public record SchedulerSetup(RetrySchedule schedule, LaneLimits limits, TargetRules targets, Keys keys,
    RecordSerdes serdes, MeterRegistry meters, AtomicLong pending) {}
