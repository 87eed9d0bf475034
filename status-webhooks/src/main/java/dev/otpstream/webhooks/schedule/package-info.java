/**
 * When which hook is called: {@code RetrySchedule} and {@code Lane} are the rules, pure; {@code Scheduler} carries them
 * over state stores, {@code SchedulerProcessor} reads topics and the clock.
 */
package dev.otpstream.webhooks.schedule;
