package dev.otpstream.ingress.engine;

/**
 * A caller's own name for a message.
 *
 * @param front    the front whose vocabulary it belongs to: equal ids of two fronts are different
 * @param jsonText the id as the JSON text it came as
 */
public record CallerId(String front, String jsonText) {}
