package dev.otpstream.kit.target;

import dev.otpstream.kit.Env;
import java.net.IDN;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which places hooks may point to. A URL is checked when a caller names it and again before each call; the addresses of
 * its host are checked when they are about to be connected to, since a name may lead elsewhere a moment later.
 *
 * @param ports        the ports that may be called
 * @param allowPrivate true lifts the limits on ports and addresses, for tests and closed networks
 */
public record TargetRules(Set<Integer> ports, boolean allowPrivate) {
  /** As long as browsers and proxies surely bear. */
  static final int URL_LENGTH_MAX = 2048;
  static final String PORTS_DEFAULT = "80,443,8080,8443";
  private static final int PORT_MAX = 65_535;
  private static final Pattern PORT_RANGE = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");
  private static final String LOCALHOST = "localhost";
  private static final Pattern NUMERIC = Pattern.compile("(.*\\.)?(\\d+|0x[0-9a-f]*)");
  private static final Pattern IPV4 = Pattern.compile("((0|[1-9]\\d{0,2})\\.){3}(0|[1-9]\\d{0,2})");
  private static final Pattern AUTHORITY = Pattern.compile("([^@:\\[\\]]+)(:\\d{1,5})?");

  public TargetRules {
    ports = Set.copyOf(ports);
  }

  /** The rules that a process is set to; the ingress and the callers of hooks have the same settings. */
  public static TargetRules from(Env env) {
    return new TargetRules(ports(env), env.flag("WEBHOOK_ALLOW_PRIVATE", false));
  }

  private static Set<Integer> ports(Env env) {
    var ports = new HashSet<Integer>();
    for (String part : env.string("WEBHOOK_PORTS", PORTS_DEFAULT).split(",", -1)) {
      Matcher range = PORT_RANGE.matcher(part.strip());
      int from = range.matches() ? Integer.parseInt(range.group(1)) : 0;
      int to = range.matches() && range.group(2) != null ? Integer.parseInt(range.group(2)) : from;
      if (from < 1 || to < from || to > PORT_MAX) {
        env.problem("WEBHOOK_PORTS is not a list of ports and ranges such as 80,443,8000-8999");
        return Set.of();
      }
      for (int port = from; port <= to; port++)
        ports.add(port);
    }
    return ports;
  }

  /** Reads a URL. The answer says nothing yet about where the name of its host leads. */
  public Target read(String url) {
    if (url.length() > URL_LENGTH_MAX) return Forbidden.TOO_LONG;
    try {
      URI given = new URI(url.strip());
      if (given.getScheme() == null || given.getRawAuthority() == null) return Forbidden.MALFORMED;
      String scheme = given.getScheme().toLowerCase(Locale.ROOT);
      if (!scheme.equals("http") && !scheme.equals("https")) return Forbidden.SCHEME;
      if (given.getRawAuthority().indexOf('@') >= 0) return Forbidden.USER_INFO;
      var target = new HookTarget(normal(scheme, given));
      if (!allowPrivate && !ports.contains(target.port())) return Forbidden.PORT;
      if (target.port() < 1 || target.port() > PORT_MAX) return Forbidden.PORT;
      return against(target.host()).<Target>map(forbidden -> forbidden).orElse(target);
    } catch (URISyntaxException | IllegalArgumentException e) {
      return Forbidden.MALFORMED;
    }
  }

  /** What a host says by itself, without anybody being asked. */
  private Optional<Forbidden> against(String host) {
    if (allowPrivate) return Optional.empty();
    if (host.equals(LOCALHOST) || host.endsWith("." + LOCALHOST)) return Optional.of(Forbidden.LOCALHOST);
    boolean literal = host.startsWith("[") || IPV4.matcher(host).matches();
    return literal ? against(InetAddress.ofLiteral(host)) : Optional.empty();
  }

  /** What speaks against connecting to an address; empty: nothing. */
  public Optional<Forbidden> against(InetAddress address) {
    return allowPrivate ? Optional.empty() : SpecialAddresses.kindOf(address).map(Forbidden::address);
  }

  /** What speaks against connecting to any of a host's addresses. One bad one spoils all: the choice is not ours. */
  public Optional<Forbidden> against(List<InetAddress> addresses) {
    return addresses.stream().flatMap(address -> against(address).stream()).findFirst();
  }

  /** The same place, its host in lower-case ASCII and without the trailing dot. */
  private static URI normal(String scheme, URI given) throws URISyntaxException {
    String host = given.getHost();
    int port = given.getPort();
    if (host == null) { // letters beyond ASCII; or forms such as 127.1, which no two readers understand alike
      Matcher authority = AUTHORITY.matcher(given.getRawAuthority());
      if (!authority.matches()) throw new URISyntaxException("", "no host");
      host = IDN.toASCII(authority.group(1), IDN.USE_STD3_ASCII_RULES);
      if (authority.group(2) != null) port = Integer.parseInt(authority.group(2).substring(1));
    }
    host = host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    // Octal, hexadecimal, shortened: what looks like a number is one address to one reader, another to the next.
    if (NUMERIC.matcher(host).matches() && !IPV4.matcher(host).matches())
      throw new URISyntaxException("", "no address in its one plain form");
    if (host.indexOf('%') >= 0) throw new URISyntaxException("", "a zone has no meaning elsewhere");
    String path = given.getRawPath().isEmpty() ? "/" : given.getRawPath();
    String query = given.getRawQuery() == null ? "" : "?" + given.getRawQuery();
    URI normal = new URI(scheme + "://" + host + (port == -1 ? "" : ":" + port) + path + query);
    if (normal.getHost() == null) throw new URISyntaxException("", "no host");
    return new URI(normal.toASCIIString());
  }
}
