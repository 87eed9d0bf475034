package dev.otpstream.simulators.telegramgateway;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** Checks the parameters of a send against the limits of the Gateway API. */
final class OrderReader {
  private static final int CODE_LENGTH_MIN = 4;
  private static final int CODE_LENGTH_MAX = 8;
  private static final int TTL_SECONDS_MIN = 30;
  private static final int TTL_SECONDS_MAX = 3600;
  private static final int PAYLOAD_BYTES_MAX = 128;
  private static final int CALLBACK_URL_BYTES_MAX = 256;
  private static final Pattern CODE = Pattern.compile("[0-9]{" + CODE_LENGTH_MIN + "," + CODE_LENGTH_MAX + "}");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
  private static final Pattern PHONE = Pattern.compile("\\+?[1-9][0-9]{6,14}");
  private static final Pattern USERNAME = Pattern.compile("@?[A-Za-z][A-Za-z0-9_]{3,31}");

  private OrderReader() {}

  /** Either an order or the word of the error. */
  sealed interface Reading {
    /** All is well. */
    record Understood(GatewayOrder order) implements Reading {}

    /** Something is not. */
    record Refused(String error) implements Reading {}
  }

  static boolean isPhone(String phone) {
    return PHONE.matcher(phone).matches();
  }

  static Reading read(Map<String, String> parameters) {
    String error = firstError(parameters);
    return error == null ? new Reading.Understood(order(parameters)) : new Reading.Refused(error);
  }

  private static String firstError(Map<String, String> parameters) {
    String code = parameters.get("code");
    String length = parameters.get("code_length");
    String ttl = parameters.get("ttl");
    String sender = parameters.get("sender_username");
    if (code != null && !CODE.matcher(code).matches()) return "CODE_INVALID";
    if (code == null && length == null) return "CODE_LENGTH_REQUIRED";
    if (code == null && !isBetween(CODE_LENGTH_MIN, length, CODE_LENGTH_MAX)) return "CODE_LENGTH_INVALID";
    if (ttl != null && !isBetween(TTL_SECONDS_MIN, ttl, TTL_SECONDS_MAX)) return "TTL_INVALID";
    if (bytes(parameters.get("payload")) > PAYLOAD_BYTES_MAX) return "PAYLOAD_INVALID";
    if (!isCallback(parameters.getOrDefault("callback_url", ""))) return "CALLBACK_URL_INVALID";
    return sender == null || USERNAME.matcher(sender).matches() ? null : "SENDER_USERNAME_INVALID";
  }

  private static GatewayOrder order(Map<String, String> parameters) {
    String ownCode = parameters.get("code");
    String code = ownCode == null ? randomCode(Integer.parseInt(parameters.get("code_length"))) : ownCode;
    return new GatewayOrder(code, Integer.parseInt(parameters.getOrDefault("ttl", "0")),
        parameters.getOrDefault("callback_url", ""), parameters.get("sender_username"), parameters.get("payload"));
  }

  /** Plain HTTP is taken too, since callers under test listen on loopback. */
  private static boolean isCallback(String url) {
    if (url.isEmpty()) return true;
    if (bytes(url) > CALLBACK_URL_BYTES_MAX) return false;
    try {
      URI uri = URI.create(url);
      return uri.getHost() != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isBetween(int min, String number, int max) {
    if (!NUMBER.matcher(number).matches()) return false;
    int value = Integer.parseInt(number);
    return value >= min && value <= max;
  }

  private static int bytes(String text) {
    return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String randomCode(int length) {
    return ThreadLocalRandom.current().ints(length, 0, 10).collect(StringBuilder::new,
        (code, digit) -> code.append((char) ('0' + digit)), StringBuilder::append).toString();
  }
}
