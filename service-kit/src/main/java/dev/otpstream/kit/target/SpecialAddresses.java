package dev.otpstream.kit.target;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Addresses that are not simply somewhere in the public Internet: inside a network, only for some purpose, or a wrapping
 * of another address.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IANA, IPv4 special-purpose addresses</a>
 * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry">IANA, IPv6 special-purpose addresses</a>
 */
final class SpecialAddresses {
  private static final Map<Prefix, String> KINDS = new LinkedHashMap<>();
  /** Everything that IANA has given out for global unicast so far; the rest is special or not yet anything. */
  private static final Prefix GLOBAL_UNICAST_6 = Prefix.of("2000::/3");

  static {
    kind("this-network", "0.0.0.0/8");
    kind("loopback", "127.0.0.0/8", "::1/128");
    kind("unspecified", "::/128");
    kind("private", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16");
    kind("unique-local", "fc00::/7");
    kind("site-local", "fec0::/10");
    kind("carrier-grade", "100.64.0.0/10");
    kind("link-local", "169.254.0.0/16", "fe80::/10");
    kind("protocol", "192.0.0.0/24", "192.52.193.0/24");
    kind("documentation", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20");
    kind("benchmark", "198.18.0.0/15");
    kind("6to4", "192.88.99.0/24", "2002::/16");
    kind("teredo", "2001::/32");
    kind("protocol", "2001::/23");
    kind("nat64", "64:ff9b::/96", "64:ff9b:1::/48");
    kind("mapped", "::ffff:0:0:0/96", "::/96");
    kind("multicast", "224.0.0.0/4", "ff00::/8");
    kind("reserved", "240.0.0.0/4");
  }

  private record Prefix(InetAddress start, int bits) {
    static Prefix of(String text) {
      int slash = text.indexOf('/');
      return new Prefix(InetAddress.ofLiteral(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    boolean contains(InetAddress address) {
      byte[] mine = start.getAddress();
      byte[] theirs = address.getAddress();
      if (mine.length != theirs.length) return false;
      int whole = bits / Byte.SIZE;
      for (int i = 0; i < whole; i++)
        if (mine[i] != theirs[i]) return false;
      int rest = bits % Byte.SIZE;
      return rest == 0 || ((mine[whole] ^ theirs[whole]) & 0xff) >> (Byte.SIZE - rest) == 0;
    }
  }

  private SpecialAddresses() {}

  private static void kind(String name, String... prefixes) {
    for (String prefix : prefixes)
      KINDS.put(Prefix.of(prefix), name);
  }

  /** The kind of a special address, a stable word; empty for a public one. */
  static Optional<String> kindOf(InetAddress address) {
    for (var kind : KINDS.entrySet())
      if (kind.getKey().contains(address)) return Optional.of(kind.getValue());
    boolean ordinary = address instanceof Inet4Address || GLOBAL_UNICAST_6.contains(address);
    return ordinary ? Optional.empty() : Optional.of("reserved");
  }
}
