package dev.otpstream.engine.core;

import java.time.Duration;
import java.util.Optional;

/**
 * One channel of a route.
 *
 * @param channel        its name
 * @param receiptTimeout how long to wait for a delivered receipt before the next channel is tried
 * @param verifyTimeout  how long to wait for the verification before the next channel is tried, delivered or not; empty:
 *                       for ever
 * @param text           what it says; empty: the channel's own wording
 * @param sender         the originator that the recipient sees
 */
public record RouteStep(String channel, Duration receiptTimeout, Optional<Duration> verifyTimeout,
    Optional<Sealed> text, Optional<String> sender) {}
