package dev.otpstream.webhooks.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpstream.kit.target.Forbidden;
import dev.otpstream.kit.target.TargetRules;
import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.StatusType;
import dev.otpstream.schemas.sealing.KeyFile;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.webhooks.HookFixtures;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No URL and no name leads into our own network, whatever it looks like: nobody connects to a listener there. */
class NoWayInsideTest {
  private static final CallLimits LIMITS = new CallLimits(Duration.ofSeconds(2), Duration.ofSeconds(5), 16);
  private static final InetAddress PUBLIC = InetAddress.ofLiteral("1.1.1.1");

  @TempDir
  static Path folder;
  private static Keys keys;
  private Listener inside;
  private TargetRules rules;

  @BeforeAll static void makeKeys() {
    keys = KeyFile.loadOrCreate(folder.resolve("keys.json"));
  }

  @BeforeEach void listen() {
    inside = Listener.answering("200 OK");
    rules = new TargetRules(Set.of(80, 443, inside.port()), false); // its port is no obstacle
  }

  @AfterEach void nobodyCame() {
    assertThat(inside.connections).hasValue(0);
    inside.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.1", "127.0.1", "0", "0.0.0.0", "2130706433", "0x7f000001", "0x7f.0.0.1",
    "017700000001", "0177.0.0.1", "127.0.0.1.", "127.255.255.254", "localhost", "LOCALHOST", "localhost.",
    "１２７.0.0.1", "127。0。0。1", "ⓛocalhost", "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]", "[::127.0.0.1]", "[::ffff:0:127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]",
    "[2002:7f00:1::]", "[2001:0:7f00:1::]", "[fe80::1]", "[fe80::1%251]", "[fd00::1]", "[fc00::1]", "[fec0::1]",
    "[ff02::1]", "[2001:db8::1]", "169.254.169.254", "100.64.0.1", "10.0.0.1", "172.16.0.1", "172.31.255.255",
    "192.168.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "192.88.99.1", "224.0.0.1",
    "239.255.255.255", "240.0.0.1", "255.255.255.255", "user@127.0.0.1", "example.org@127.0.0.1",
    "example.org%2f@127.0.0.1", "example.org\\@127.0.0.1", "127.0.0.1%00.example.org",
    "127.0.0.1#.example.org"}) void noHostLeadsInside(String host) {
    String url = host.endsWith("#.example.org")
        ? "http://127.0.0.1:" + inside.port() + "#.example.org"
        : "http://" + host + ":" + inside.port() + "/";
    assertThat(rules.read(url)).isInstanceOf(Forbidden.class); // as a caller who names it is told
    try (var names = new SystemNames(Duration.ofSeconds(3))) {
      assertRefused(send(url, names));
    }
  }

  private static void assertRefused(CallOutcome outcome) {
    assertThat(outcome).isInstanceOfSatisfying(CallOutcome.NotAllowed.class,
        notAllowed -> assertThat(notAllowed.reason()).matches("[a-z0-9-]+"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:22/", "http://127.0.0.1:9092/", "https://example.org:22/",
    "ftp://127.0.0.1/", "file:///etc/passwd", "gopher://127.0.0.1:80/", "jar:http://127.0.0.1!/",
    "unix:/run/x.sock"}) void noOtherPortOrScheme(String url) {
    assertThat(send(url, _ -> List.of(PUBLIC))).isInstanceOf(CallOutcome.NotAllowed.class);
  }

  @Test void aNameThatLeadsInsideIsRefused() {
    assertThat(send(url(), _ -> List.of(InetAddress.getLoopbackAddress())))
        .isEqualTo(new CallOutcome.NotAllowed("address-loopback"));
  }

  @Test void oneAddressInsideAmongOthersIsEnough() {
    assertThat(send(url(), _ -> List.of(PUBLIC, InetAddress.getLoopbackAddress())))
        .isEqualTo(new CallOutcome.NotAllowed("address-loopback"));
  }

  @Test void aNameThatChangesItsMindGainsNothing() throws Exception {
    var answers = new ArrayDeque<>(List.of(List.of(PUBLIC), List.of(InetAddress.getLoopbackAddress())));
    var checked = new CheckedNames(rules, _ -> answers.pop());
    assertThat(checked.resolve("rebinding.example.org")).containsExactly(PUBLIC);
    assertThatThrownBy(() -> checked.resolve("rebinding.example.org"))
        .isInstanceOf(CheckedNames.ForbiddenHost.class).hasMessage("address-loopback");
  }

  @Test void ourOwnPublicAddressIsInsideToo() {
    var checked = new CheckedNames(rules, _ -> List.of(PUBLIC), Set.of(PUBLIC));
    assertThatThrownBy(() -> checked.resolve("ourselves.example.org")).hasMessage(Forbidden.OWN_ADDRESS.reason());
  }

  @Test void noMoreThanAFewAddressesAreTried() throws UnknownHostException {
    List<InetAddress> many = java.util.stream.IntStream.range(0, 50).mapToObj(i -> InetAddress.ofLiteral("1.1.1." + i))
        .toList();
    assertThat(new CheckedNames(rules, _ -> many).resolve("many.example.org")).hasSize(2);
  }

  @Test void withoutAccountOrSecretNobodyIsCalled() {
    var due = HookFixtures.due(keys, "native", url(), HookFixtures.event(1025, 1, StatusType.SENT, MessageState.SENT));
    try (var client = new HookClient(LIMITS, rules, _ -> List.of(PUBLIC))) {
      var sender = new HookSender(rules, keys, client);
      assertThat(sender.send(due, null, HookFixtures.NOON)).isEqualTo(new CallOutcome.Unsignable("unknown-account"));
      assertThat(sender.send(due, HookFixtures.account(keys), HookFixtures.NOON))
          .isEqualTo(new CallOutcome.Unsignable("no-secret"));
      assertThat(sender.send(due, HookFixtures.account(keys, "whsec_***"), HookFixtures.NOON))
          .isEqualTo(new CallOutcome.Unsignable("unreadable-secret"));
    }
  }

  private String url() {
    return "http://hooks.example.org:" + inside.port() + "/";
  }

  private CallOutcome send(String url, Names names) {
    var due = HookFixtures.due(keys, "native", url, HookFixtures.event(1025, 1, StatusType.SENT, MessageState.SENT));
    try (var client = new HookClient(LIMITS, rules, names)) {
      return new HookSender(rules, keys, client).send(due, HookFixtures.account(keys, HookFixtures.SECRET),
          HookFixtures.NOON);
    }
  }
}
