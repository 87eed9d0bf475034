package dev.otpstream.kit.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.kit.Service.Readiness;
import dev.otpstream.kit.channel.Ledger.Progress;
import dev.otpstream.kit.channel.Ledger.Progress.Decided;
import dev.otpstream.kit.channel.Ledger.Progress.Waiting;
import dev.otpstream.kit.channel.SendOutcome.Rejected;
import dev.otpstream.kit.channel.SendOutcome.Throttled;
import dev.otpstream.kit.channel.SendOutcome.Unavailable;
import dev.otpstream.kit.channel.SendOutcome.Unclear;
import dev.otpstream.schemas.DeliveryOutcome;
import dev.otpstream.schemas.Reason;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two providers of one channel: who is asked, and when the other. */
class ProvidersTest {
  private static final String PHONE = "+380971234567";
  private static final Duration FIRST_WAIT = Duration.ofMillis(500);
  private static final SendOutcome DOWN = new Unavailable("down");

  private final FakeChannel one = new FakeChannel("sms", "one");
  private final FakeChannel two = new FakeChannel("sms", "two");
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private final Clock clock = new TestClock(() -> now);
  private final Providers providers = new Providers(List.of(sender(one), sender(two)),
      dispatch -> dispatch.recipient().startsWith("+49") ? List.of("two") : List.of("one", "two"),
      new SendRules(List.of(FIRST_WAIT)), clock);
  private final FakeClaim claim = new FakeClaim();
  private long lastMessage;

  @Test void thePreferredProviderIsAskedAndNamed() {
    assertThat(sent(fresh())).extracting(Decided::provider).isEqualTo("one");
    assertThat(two.sends()).isEmpty();
  }

  @Test void aDispatchGoesOnlyWhereItMay() {
    two.answers("+4930123456", new Rejected(Reason.NO_ROUTE, "x"));
    var dispatch = dispatch("+4930123456");
    assertThat(sent(providers.advance(dispatch, fresh(), claim)))
        .extracting(Decided::provider, decided -> decided.report().reason())
        .containsExactly("two", Reason.NO_ROUTE);
    assertThat(one.sends()).isEmpty();
  }

  @Test void whatOneCouldNotBeGivenGoesToTheOtherAtOnce() {
    one.answers(PHONE, DOWN);
    var decided = sent(fresh());
    assertThat(decided.provider()).isEqualTo("two");
    assertThat(decided.report().outcome()).isEqualTo(DeliveryOutcome.SENT);
    assertThat(decided.tries()).isEqualTo(2);
  }

  @Test void whatIsPerhapsSentGoesNowhereElse() {
    one.answers(PHONE, new Unclear("silence"));
    var decided = sent(fresh());
    assertThat(decided.provider()).isEqualTo("one");
    assertThat(decided.report().outcome()).isEqualTo(DeliveryOutcome.UNCLEAR);
    assertThat(two.sends()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"PROVIDER_CONFIGURATION", "NO_ROUTE", "SENDER_REFUSED", "CONTENT_REFUSED",
    "OTHER"}) void aRefusalThatIsOnlyOnesOwnGoesToTheOther(Reason reason) {
    one.answers(PHONE, new Rejected(reason, "x"));
    assertThat(sent(fresh()).provider()).isEqualTo("two");
  }

  @ParameterizedTest
  @EnumSource(names = {"RECIPIENT_INVALID", "RECIPIENT_BLOCKED"}) void aRefusalOfTheRecipientStands(Reason reason) {
    one.answers(PHONE, new Rejected(reason, "x"));
    assertThat(sent(fresh())).extracting(Decided::provider, decided -> decided.report().reason())
        .containsExactly("one", reason);
    assertThat(two.sends()).isEmpty();
  }

  @Test void aThrottledProviderIsSparedWhileTheOtherServes() {
    one.answers(PHONE, new Throttled(Duration.ofSeconds(30)));
    assertThat(sent(fresh()).provider()).isEqualTo("two");
    assertThat(sent(fresh()).provider()).isEqualTo("two");
    assertThat(one.sends()).hasSize(1);

    now = now.plusSeconds(30);
    assertThat(sent(fresh()).provider()).isEqualTo("one");
  }

  @Test void aProviderThatFailsInARowIsAvoidedAndProbedAndFoundAgain() {
    for (int i = 0; i < Circuit.FAILURES_MAX; i++) {
      one.answers(PHONE, DOWN);
      assertThat(sent(fresh()).provider()).isEqualTo("two");
    }
    assertThat(sent(fresh()).tries()).as("the other is asked at once").isEqualTo(1);
    assertThat(one.sends()).hasSize(Circuit.FAILURES_MAX);

    now = now.plus(Circuit.PAUSE);
    assertThat(sent(fresh()).provider()).isEqualTo("one");
  }

  @Test void whenBothAreDownThereIsAnotherRoundFromTheFirst() {
    one.answers(PHONE, DOWN);
    two.answers(PHONE, DOWN);
    var dispatch = dispatch(PHONE);
    var waiting = (Waiting) providers.advance(dispatch, fresh(), claim);
    assertThat(waiting.due()).isEqualTo(now.plus(FIRST_WAIT));

    now = now.plus(FIRST_WAIT);
    assertThat(sent(providers.advance(dispatch, waiting, claim))).extracting(Decided::provider, Decided::tries)
        .containsExactly("one", 3);
  }

  @Test void whoRefusedADispatchIsNotAskedForItAgain() {
    one.answers(PHONE, new Throttled(Duration.ofSeconds(2)), new Throttled(Duration.ofSeconds(2)));
    two.answers(PHONE, new Rejected(Reason.NO_ROUTE, "x"));
    var dispatch = dispatch(PHONE);
    Progress progress = fresh();
    while (progress instanceof Waiting waiting) {
      now = now.isBefore(waiting.due()) ? waiting.due() : now;
      progress = providers.advance(dispatch, waiting, claim);
    }

    assertThat(sent(progress)).extracting(Decided::provider, Decided::tries).containsExactly("one", 4);
    assertThat(two.sends()).hasSize(1);
    two.answers(PHONE, FakeChannel.ACCEPTED);
    one.answers(PHONE, DOWN);
    assertThat(sent(fresh()).provider()).as("another dispatch").isEqualTo("two");
  }

  @Test void oneClaimCoversARoundAndIsReleasedBeforeTheNext() {
    one.answers(PHONE, DOWN);
    two.answers(PHONE, DOWN);
    var dispatch = dispatch(PHONE);
    var waiting = (Waiting) providers.advance(dispatch, fresh(), claim);
    assertThat(claim.words()).containsExactly("taken", "released");

    now = now.plus(FIRST_WAIT);
    sent(providers.advance(dispatch, waiting, claim));
    assertThat(claim.words()).containsExactly("taken", "released", "taken");
  }

  @Test void theClaimOfWhatIsPerhapsSentStands() {
    one.answers(PHONE, new Unclear("silence"));
    sent(fresh());
    assertThat(claim.words()).containsExactly("taken");
  }

  @Test void whileKafkaTakesNoClaimNobodyIsAsked() {
    claim.isRefused(true);
    var dispatch = dispatch(PHONE);
    var waiting = (Waiting) providers.advance(dispatch, fresh(), claim);
    assertThat(one.sends()).isEmpty();
    assertThat(two.sends()).isEmpty();

    claim.isRefused(false);
    now = waiting.due();
    assertThat(sent(providers.advance(dispatch, waiting, claim)).tries()).isEqualTo(1);
  }

  @Test void theRoundsEnd() {
    one.answers(PHONE, DOWN, DOWN);
    two.answers(PHONE, DOWN, DOWN);
    var dispatch = dispatch(PHONE);
    var waiting = (Waiting) providers.advance(dispatch, fresh(), claim);
    now = now.plus(FIRST_WAIT);
    assertThat(sent(providers.advance(dispatch, waiting, claim)).report().reason())
        .isEqualTo(Reason.PROVIDER_UNAVAILABLE);
  }

  @Test void aThrottleIsWaitedForIfTheOtherHasNothingToOffer() {
    one.answers(PHONE, new Throttled(Duration.ofSeconds(2)));
    two.answers(PHONE, new Rejected(Reason.NO_ROUTE, "x"));
    assertThat(((Waiting) providers.advance(dispatch(PHONE), fresh(), claim)).due()).isEqualTo(now.plusSeconds(2));
  }

  @Test void whatDiesWhileOneIsAskedGoesToNobodyElse() {
    var slow = new Providers(List.of(sender(new Channel() {
      @Override public String name() {
        return "sms";
      }

      @Override public String provider() {
        return "one";
      }

      @Override public SendOutcome send(OpenDispatch dispatch) {
        now = dispatch.expiresAt();
        return DOWN;
      }

      @Override public Readiness readiness() {
        return Readiness.yes();
      }

      @Override public void close() {
        // nothing is open
      }
    }), sender(two)), _ -> List.of("one", "two"), new SendRules(List.of(FIRST_WAIT)), clock);

    assertThat(sent(slow.advance(dispatch(PHONE), fresh(), claim)).report().reason()).isEqualTo(Reason.EXPIRED);
    assertThat(two.sends()).isEmpty();
  }

  private Waiting fresh() {
    return new Waiting(Round.FIRST, Instant.EPOCH, false);
  }

  private Decided sent(Waiting waiting) {
    return sent(providers.advance(dispatch(PHONE), waiting, claim));
  }

  private static Decided sent(Progress progress) {
    assertThat(progress).isInstanceOf(Decided.class);
    return (Decided) progress;
  }

  private OpenDispatch dispatch(String phone) {
    return new OpenDispatch(++lastMessage, 1, "acme", phone, Optional.of("1234"), Optional.empty(), Optional.empty(),
        now,
        now.plusSeconds(60));
  }

  private Sender sender(Channel channel) {
    return new Sender(channel, WorkerConfig.DEFAULT,
        new SendMeters(new SimpleMeterRegistry(), "sms", channel.provider()), clock);
  }
}
