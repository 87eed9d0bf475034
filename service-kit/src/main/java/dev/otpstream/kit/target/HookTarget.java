package dev.otpstream.kit.target;

import java.net.URI;

/**
 * A URL that may be called, if its host resolves to allowed addresses only. Prints without path and query, which may
 * hold a caller's secrets.
 *
 * @param uri absolute, http or https, in ASCII, without user info and fragment
 */
public record HookTarget(URI uri) implements Target {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /** The host: a name in ASCII, or an address; IPv6 in brackets. */
  public String host() {
    return uri.getHost();
  }

  public int port() {
    if (uri.getPort() != -1) return uri.getPort();
    return uri.getScheme().equals("https") ? HTTPS : HTTP;
  }

  /** Scheme, host and port: what stands or falls together. */
  public String origin() {
    return uri.getScheme() + "://" + host() + ":" + port();
  }

  @Override public String toString() {
    return origin();
  }
}
