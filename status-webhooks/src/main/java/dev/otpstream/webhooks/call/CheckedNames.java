package dev.otpstream.webhooks.call;

import dev.otpstream.kit.target.Forbidden;
import dev.otpstream.kit.target.TargetRules;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Gives the HTTP client addresses that have been checked. The client connects to these very addresses and asks for them
 * each time it connects, literal addresses included: what a name says a moment later gains nobody anything.
 */
final class CheckedNames implements DnsResolver {
  /** How many addresses of a host are tried, one after the other. */
  private static final int ADDRESSES_MAX = 2;
  private final TargetRules rules;
  private final Names names;
  private final Set<InetAddress> own;

  /** A host that must not be connected to. */
  static final class ForbiddenHost extends UnknownHostException {
    private static final long serialVersionUID = 1L;
    private final String reason;

    ForbiddenHost(Forbidden forbidden) {
      super(forbidden.reason());
      this.reason = forbidden.reason();
    }

    String reason() {
      return reason;
    }
  }

  CheckedNames(TargetRules rules, Names names) {
    this(rules, names, ownAddresses());
  }

  CheckedNames(TargetRules rules, Names names, Set<InetAddress> own) {
    this.rules = rules;
    this.names = names;
    this.own = Set.copyOf(own);
  }

  @Override public InetAddress[] resolve(String host) throws UnknownHostException {
    List<InetAddress> addresses = names.lookUp(host);
    Optional<Forbidden> problem = rules.against(addresses);
    if (problem.isPresent()) throw new ForbiddenHost(problem.get());
    if (!rules.allowPrivate() && addresses.stream().anyMatch(own::contains))
      throw new ForbiddenHost(Forbidden.OWN_ADDRESS);
    return addresses.stream().limit(ADDRESSES_MAX).toArray(InetAddress[]::new);
  }

  @Override public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
    return List.of(resolve(host)).stream().map(address -> new InetSocketAddress(address, port)).toList();
  }

  @Override public String resolveCanonicalHostname(String host) {
    return host;
  }

  private static Set<InetAddress> ownAddresses() {
    try {
      return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).collect(Collectors.toSet());
    } catch (SocketException e) {
      throw new IllegalStateException("cannot list the addresses of this machine", e);
    }
  }
}
