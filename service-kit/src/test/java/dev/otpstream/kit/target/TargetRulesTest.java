package dev.otpstream.kit.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpstream.kit.Env;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetRulesTest {
  private static final TargetRules RULES = new TargetRules(Set.of(80, 443, 8080, 8443), false);
  private static final TargetRules OPEN = new TargetRules(Set.of(), true);

  @ParameterizedTest
  @CsvSource({
    "https://example.org/hook?a=1#frag,   https://example.org/hook?a=1",
    "http://example.org,                  http://example.org/",
    "HTTPS://EXAMPLE.ORG/Hook,            https://example.org/Hook",
    "https://example.org.:8443/,          https://example.org:8443/",
    "https://bücher.example/größe,        https://xn--bcher-kva.example/gr%C3%B6%C3%9Fe",
    "http://８.8.8.8/,                    http://8.8.8.8/",
    "http://[2606:4700::1111]/,           http://[2606:4700::1111]/",
    "http://1.1.1.1:8080/x,               http://1.1.1.1:8080/x",
  }) void aPlaceIsReadInOneNormalForm(String url, String normal) {
    assertThat(RULES.read(url)).isInstanceOfSatisfying(HookTarget.class,
        target -> assertThat(target.uri()).hasToString(normal));
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://example.org/,               scheme",
    "file:///etc/passwd,               malformed-url",
    "gopher://example.org:80/,         scheme",
    "javascript:alert(1),              malformed-url",
    "example.org/hook,                 malformed-url",
    "//example.org/hook,               malformed-url",
    "http://,                          malformed-url",
    "http:///x,                        malformed-url",
    "http://exa mple.org/,             malformed-url",
    "http://example.org\\@10.0.0.1/,   malformed-url",
    "http://example.org@127.0.0.1/,    user-info",
    "http://example.org:80@127.0.0.1/, user-info",
    "http://@127.0.0.1/,               user-info",
    "http://example.org:22/,           port",
    "http://example.org:9092/,         port",
    "http://example.org:0/,            port",
    "http://example.org:65536/,        port",
    "http://example.org:99999999999/,  malformed-url",
    "http://127.1/,                    malformed-url",
    "http://0x7f.1/,                   malformed-url",
    "http://0/, malformed-url",
    "http://2130706433/, malformed-url",
    "http://017700000001/, malformed-url",
    "http://0177.0.0.1/, malformed-url",
    "http://127.0.0.01/, malformed-url",
    "http://0x7f000001/, malformed-url",
    "http://example.0x7f/, malformed-url",
    "http://1.2.3.4.5/, malformed-url",
    "http://exa%6dple.org/,            malformed-url",
    "http://a_b.example.org/,          malformed-url",
    "'http://[fe80::1%25eth0]/',       malformed-url",
    "http://[::1/,                     malformed-url",
    "http://localhost/,                localhost",
    "http://LOCALHOST.:8080/,          localhost",
    "http://ⓛocalhost/,                localhost",
    "http://a.localhost/,              localhost",
    "http://127.0.0.1/,                address-loopback",
    "http://127.0.0.1./,               address-loopback",
    "http://１２７.0.0.1/,             address-loopback",
    "http://[::ffff:10.0.0.1]/,        address-private",
    "http://[fe80::1]/,                address-link-local",
  }) void whatIsNoPlaceForAHookIsRefusedWithAReason(String url, String reason) {
    assertThat(RULES.read(url)).isEqualTo(new Forbidden(reason));
  }

  @Test void aUrlHasALimit() {
    assertThat(RULES.read("https://example.org/" + "x".repeat(TargetRules.URL_LENGTH_MAX)))
        .isEqualTo(Forbidden.TOO_LONG);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1,            address-loopback",
    "127.255.255.254,      address-loopback",
    "0.0.0.0,              address-this-network",
    "0.1.2.3,              address-this-network",
    "::1,                  address-loopback",
    "::,                   address-unspecified",
    "::ffff:127.0.0.1,     address-loopback",
    "::ffff:10.0.0.1,      address-private",
    "::127.0.0.1,          address-mapped",
    "::ffff:0:127.0.0.1,   address-mapped",
    "64:ff9b::7f00:1,      address-nat64",
    "64:ff9b:1::a00:1,     address-nat64",
    "2002:7f00:1::,        address-6to4",
    "2002:a00:1::1,        address-6to4",
    "192.88.99.1,          address-6to4",
    "2001::1,              address-teredo",
    "2001:0:7f00:1::,      address-teredo",
    "2001:10::1,           address-protocol",
    "2001:2::1,            address-protocol",
    "2001:db8::1,          address-documentation",
    "3fff::1,              address-documentation",
    "fe80::1,              address-link-local",
    "fec0::1,              address-site-local",
    "fc00::1,              address-unique-local",
    "fd00::1,              address-unique-local",
    "ff02::1,              address-multicast",
    "5f00::1,              address-reserved",
    "4000::1,              address-reserved",
    "100::1,               address-reserved",
    "10.0.0.1,             address-private",
    "10.255.255.255,       address-private",
    "172.16.0.1,           address-private",
    "172.31.255.255,       address-private",
    "192.168.0.1,          address-private",
    "169.254.169.254,      address-link-local",
    "100.64.0.1,           address-carrier-grade",
    "100.127.255.255,      address-carrier-grade",
    "192.0.0.1,            address-protocol",
    "192.0.2.1,            address-documentation",
    "198.51.100.1,         address-documentation",
    "203.0.113.1,          address-documentation",
    "198.18.0.1,           address-benchmark",
    "198.19.255.255,       address-benchmark",
    "224.0.0.1,            address-multicast",
    "239.255.255.255,      address-multicast",
    "240.0.0.1,            address-reserved",
    "255.255.255.255,      address-reserved",
  }) void anAddressThatIsNotSimplyPublicIsRefused(String address, String reason) {
    assertThat(RULES.against(InetAddress.ofLiteral(address))).contains(new Forbidden(reason));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
    "126.255.255.255", "128.0.0.1", "169.253.255.255", "172.15.255.255", "172.32.0.0", "192.167.255.255",
    "198.17.255.255", "198.20.0.0", "223.255.255.255", "2606:4700:4700::1111", "2a00:1450:4001::1",
    "2001:4860::1"}) void theNeighboursOfSpecialAddressesAreNot(String address) {
    assertThat(RULES.against(InetAddress.ofLiteral(address))).isEmpty();
  }

  @Test void oneBadAddressSpoilsTheHost() {
    List<InetAddress> mixed = List.of(InetAddress.ofLiteral("1.1.1.1"), InetAddress.ofLiteral("10.0.0.1"));
    assertThat(RULES.against(mixed)).contains(new Forbidden("address-private"));
  }

  @Test void privateTargetsCanBeAllowed() {
    assertThat(OPEN.read("http://127.0.0.1:9092/")).isInstanceOf(HookTarget.class);
    assertThat(OPEN.against(InetAddress.ofLiteral("127.0.0.1"))).isEmpty();
    assertThat(OPEN.read("http://user@127.0.0.1:9092/")).isEqualTo(Forbidden.USER_INFO);
  }

  @Test void portsAreReadFromTheSettings() {
    assertThat(TargetRules.from(Env.of(Map.of())).ports()).containsExactlyInAnyOrder(80, 443, 8080, 8443);
    assertThat(TargetRules.from(Env.of(Map.of("WEBHOOK_PORTS", "443, 8000-8002"))).ports())
        .containsExactlyInAnyOrder(443, 8000, 8001, 8002);
    Env wrong = Env.of(Map.of("WEBHOOK_PORTS", "443,80-70"));
    TargetRules.from(wrong);
    assertThatThrownBy(wrong::failOnProblems).hasMessageContaining("WEBHOOK_PORTS");
  }

  @Test void aTargetPrintsWithoutPathAndQuery() {
    assertThat(RULES.read("https://example.org/secret?token=1")).hasToString("https://example.org:443");
  }
}
