package dev.otpstream.benchmarks.scenarios;

import java.net.InetSocketAddress;
import java.net.URI;

/**
 * Who is called, as whom.
 *
 * @param url        the API
 * @param account    the account that calls
 * @param simulators the control API of the simulated providers
 */
public record Target(URI url, Account account, URI simulators) {
  private static final int HTTP = 80;

  /** An account's credentials. */
  public record Account(String zapnotyKey, String alphasmsAuth) {
    @Override public String toString() {
      return "Account[redacted]";
    }
  }

  String authority() {
    return url.getRawAuthority();
  }

  public InetSocketAddress address() {
    return address(url);
  }

  static InetSocketAddress address(URI url) {
    return new InetSocketAddress(url.getHost(), url.getPort() < 0 ? HTTP : url.getPort());
  }
}
