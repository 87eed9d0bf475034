package dev.otpstream.chaos.evidence;

/**
 * One signed call that a hook got.
 *
 * @param eventId message id and sequence
 * @param taken   whether it was answered with 2xx
 */
public record HookCall(String eventId, long messageId, int sequence, boolean taken, long atMs) {}
