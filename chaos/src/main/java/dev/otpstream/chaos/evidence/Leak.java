package dev.otpstream.chaos.evidence;

/**
 * Something readable where nothing may be.
 *
 * @param what  a code or a number; never which
 * @param where the file
 */
public record Leak(String what, String where, long offset) {}
