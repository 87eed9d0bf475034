package dev.otpstream.webhooks.schedule;

import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * An event that a hook has yet to hear of.
 *
 * @param eventId  the same over all tries
 * @param format   the hook's format
 * @param dueSince when it came to us: its patience counts from here
 * @param order    the order, as it came; read-only
 * @param trace    what it follows from, as W3C {@code traceparent}; empty: nobody asked for it to be traced
 */
record PendingHook(String eventId, String format, Instant dueSince, ByteBuffer order, String trace) {}
