package dev.otpstream.webhooks.format;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Headers that a caller wants to see. Those that frame the call are ours, whatever the caller says. */
final class CustomHeaders {
  private static final int COUNT_MAX = 20;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");
  private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]{0,1024}");
  private static final Set<String> OURS = Set.of("host", "content-length", "content-type", "transfer-encoding",
      "connection", "keep-alive", "upgrade", "te", "trailer", "expect", "user-agent", "accept-encoding");

  private CustomHeaders() {}

  /** Reads a JSON object of names and texts; what is no header is left out. */
  static Map<String, String> read(String json) {
    var headers = new LinkedHashMap<String, String>();
    Json.texts(json).forEach((name, value) -> {
      boolean ours = OURS.contains(name.toLowerCase(Locale.ROOT)) || name.toLowerCase(Locale.ROOT).startsWith("proxy-");
      if (!ours && headers.size() < COUNT_MAX && NAME.matcher(name).matches() && VALUE.matcher(value).matches())
        headers.put(name, value);
    });
    return headers;
  }
}
