package dev.otpstream.ingress.front;

import java.net.URI;
import java.net.URISyntaxException;

/** What may be a caller's hook. Where it leads to is judged later, when it is called. */
public final class HookUrl {
  private static final int LENGTH_MAX = 2048;

  private HookUrl() {}

  /** Whether a text is an absolute http or https URL with a host and without user info, not longer than 2048. */
  public static boolean isValid(String url) {
    if (url.length() > LENGTH_MAX) return false;
    try {
      var uri = new URI(url);
      boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      return http && uri.getHost() != null && uri.getUserInfo() == null && uri.getPort() <= 65535;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
