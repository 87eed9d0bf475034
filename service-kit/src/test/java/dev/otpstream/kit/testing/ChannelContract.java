package dev.otpstream.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpstream.kit.channel.Channel;
import dev.otpstream.kit.channel.OpenDispatch;
import dev.otpstream.kit.channel.SendOutcome;
import dev.otpstream.kit.channel.SendOutcome.Accepted;
import dev.otpstream.kit.channel.SendOutcome.Rejected;
import dev.otpstream.kit.channel.SendOutcome.Throttled;
import dev.otpstream.kit.channel.SendOutcome.Unavailable;
import dev.otpstream.kit.channel.SendOutcome.Unclear;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every channel promises the worker, whoever the provider is. An adapter's test extends it and brings a provider on
 * loopback; the adapter's send timeout should be a second or so.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
public abstract class ChannelContract {
  protected static final String RECIPIENT = "+380501234567";
  protected static final String CODE = "481516";

  /** What the provider does with a send. */
  public enum Provider {
    ACCEPTS,
    REFUSES,
    THROTTLES,
    IS_DOWN,
    /** It reads the message and does not answer, however often it is asked. */
    IS_SILENT,
    /** It reads the message and answers what nobody can read. */
    TALKS_GIBBERISH,
    /** It reads the message and answers megabytes. */
    TALKS_TOO_MUCH
  }

  /** The channel, ready to send, to a provider that does this with every send. */
  protected abstract Channel channelTo(Provider provider);

  /** Who gets it; an adapter for other addresses than phone numbers overrides it. */
  protected String recipient() {
    return RECIPIENT;
  }

  /** A dispatch with a code of six digits and a text around it. */
  protected final OpenDispatch dispatch() {
    Instant now = Instant.now();
    return new OpenDispatch(1025, 1, "account", recipient(), Optional.of(CODE), Optional.of("Your code is " + CODE),
        Optional.of("Shop"), now, now.plus(Duration.ofMinutes(5)));
  }

  @Test void whatTheProviderTakesIsAccepted() throws InterruptedException {
    assertThat(sendTo(Provider.ACCEPTS)).isInstanceOfSatisfying(Accepted.class,
        accepted -> assertThat(accepted.parts()).isPositive());
  }

  @Test void aRefusalComesWithTheProvidersWord() throws InterruptedException {
    assertThat(sendTo(Provider.REFUSES)).isInstanceOfSatisfying(Rejected.class, rejected -> {
      assertThat(rejected.reason()).isNotNull();
      assertThat(rejected.providerCode()).isNotBlank();
    });
  }

  @Test void aThrottleSaysHowLong() throws InterruptedException {
    assertThat(sendTo(Provider.THROTTLES)).isInstanceOfSatisfying(Throttled.class,
        throttled -> assertThat(throttled.retryAfter()).isPositive());
  }

  @Test void aProviderThatIsDownGotNothing() throws InterruptedException {
    assertThat(sendTo(Provider.IS_DOWN)).isInstanceOf(Unavailable.class);
  }

  @Test void withoutAnAnswerTheMessageMayBeOut() throws InterruptedException {
    assertThat(sendTo(Provider.IS_SILENT)).isInstanceOf(Unclear.class);
  }

  @Test void withoutAReadableAnswerTheMessageMayBeOut() throws InterruptedException {
    assertThat(sendTo(Provider.TALKS_GIBBERISH)).isInstanceOf(Unclear.class);
    assertThat(sendTo(Provider.TALKS_TOO_MUCH)).isInstanceOf(Unclear.class);
  }

  @ParameterizedTest
  @EnumSource void noOutcomeGivesTheRecipientOrTheCodeAway(Provider provider) throws InterruptedException {
    assertThat(sendTo(provider).toString()).doesNotContain(CODE).doesNotContain(recipient().replaceAll("\\D", ""));
  }

  @Test void aStopInterruptsASend() {
    Channel channel = channelTo(Provider.IS_SILENT);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> channel.send(dispatch())).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test void namesAreLowerCaseAndStable() {
    Channel channel = channelTo(Provider.ACCEPTS);
    assertThat(channel.name()).matches("[a-z]+");
    assertThat(channel.provider()).matches("[a-z][a-z-]*");
  }

  @Test void closingTwiceIsFine() {
    Channel channel = channelTo(Provider.ACCEPTS);
    channel.close();
    channel.close();
  }

  private SendOutcome sendTo(Provider provider) throws InterruptedException {
    return channelTo(provider).send(dispatch());
  }
}
