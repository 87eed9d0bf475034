package dev.otpstream.channel.telegram;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.otpstream.kit.CrashPoint;
import dev.otpstream.kit.Service.Readiness;
import dev.otpstream.kit.channel.Channel;
import dev.otpstream.kit.channel.OpenDispatch;
import dev.otpstream.kit.channel.SendOutcome;
import dev.otpstream.kit.channel.SendOutcome.Accepted;
import dev.otpstream.kit.channel.SendOutcome.Rejected;
import dev.otpstream.kit.channel.SendOutcome.Throttled;
import dev.otpstream.kit.channel.SendOutcome.Unavailable;
import dev.otpstream.kit.channel.SendOutcome.Unclear;
import dev.otpstream.schemas.Reason;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Telegram's verification gateway. A send has two steps: permission, then the message under that permission's id. The
 * second step can be repeated when it was not answered, since the gateway sends one message a permission.
 *
 * @see <a href="https://core.telegram.org/gateway/api">Gateway API</a>
 */
final class TelegramGateway implements Channel {
  static final String NAME = "telegram";
  static final String PROVIDER = "telegram-gateway";
  private static final Logger LOG = LoggerFactory.getLogger(TelegramGateway.class);
  private static final String CHECK = "checkSendAbility";
  private static final String SEND = "sendVerificationMessage";
  private static final String NO_REQUEST_ID = "an answer without a request id";
  private static final String REVOKE = "revokeVerificationMessage";
  /** Nobody waits for a revocation, and it must not take the place of a send. */
  private static final Duration REVOKE_TIMEOUT = Duration.ofSeconds(3);

  private final TelegramConfig config;
  private final Optional<URI> callbackUrl;
  private final InstantSource clock;
  private final GatewayHttp gateway;
  private final boolean phonesOnly;
  /** Paid for, but not used yet: the message surely did not go out and will be tried again. */
  private final Permissions permissions = new Permissions();

  TelegramGateway(TelegramConfig config, Optional<URI> callbackUrl, InstantSource clock) {
    this(config, callbackUrl, clock, false);
  }

  /** @param phonesOnly whether chats are a bot's, so that their dispatches are none of ours */
  TelegramGateway(TelegramConfig config, Optional<URI> callbackUrl, InstantSource clock, boolean phonesOnly) {
    this.phonesOnly = phonesOnly;
    this.config = config;
    this.callbackUrl = callbackUrl;
    this.clock = clock;
    this.gateway = new GatewayHttp(config);
  }

  @Override public String name() {
    return NAME;
  }

  @Override public String provider() {
    return PROVIDER;
  }

  @Override public boolean takes(OpenDispatch dispatch) {
    return !phonesOnly || !dispatch.recipient().startsWith(NAME + ":");
  }

  @Override public SendOutcome send(OpenDispatch dispatch) throws InterruptedException {
    Optional<String> phone = Order.phone(dispatch);
    if (phone.isEmpty()) return new Rejected(Reason.RECIPIENT_INVALID, null);
    Optional<String> code = Order.code(dispatch);
    if (code.isEmpty()) return new Rejected(Reason.CONTENT_REFUSED, null);
    var order = new Order(phone.get(), code.get(), Payload.of(dispatch), dispatch.expiresAt());
    var time = new Time(config.sendTimeout());
    return config.twoStep() ? inTwoSteps(order, time) : inOneStep(order, time);
  }

  private SendOutcome inOneStep(Order order, Time time) throws InterruptedException {
    return switch (send(order, Optional.empty(), time, 1)) {
      case Said.Done(String requestId) -> accepted(requestId);
      case Said.Heeded _ -> new Unclear(NO_REQUEST_ID);
      case Said.Refused(String error) -> GatewayError.outcome(error);
      case Said.Puzzling(String detail) -> new Unclear(detail);
      case Said.Unheard(String detail) -> new Unclear(detail);
      case Said.Unreached(String detail) -> new Unavailable(detail);
    };
  }

  /** Reports bring back our payload, so that the request id is needed only to take the message back. */
  private static SendOutcome accepted(String requestId) {
    return new Accepted(List.of(), 1, requestId);
  }

  private SendOutcome inTwoSteps(Order order, Time time) throws InterruptedException {
    Optional<String> kept = permissions.take(order.payload());
    Said permission = kept.isPresent() ? new Said.Done(kept.get()) : ask(order, time);
    if (!(permission instanceof Said.Done(String requestId))) return notPermitted(permission);
    CrashPoint.TELEGRAM_PERMITTED.pass();
    Said said = send(order, Optional.of(requestId), time, 2);
    if (said instanceof Said.Refused(String error) && GatewayError.concernsRequestId(error)) {
      permission = ask(order, time);
      if (!(permission instanceof Said.Done(String fresh))) return notPermitted(permission);
      requestId = fresh;
      said = send(order, Optional.of(requestId), time, 2);
    }
    boolean perhapsSent = said instanceof Said.Unheard || said instanceof Said.Puzzling;
    if (perhapsSent) said = send(order, Optional.of(requestId), time, 1);
    SendOutcome outcome = outcome(said, requestId, perhapsSent);
    if (outcome instanceof Throttled || outcome instanceof Unavailable) permissions.keep(order.payload(), requestId);
    return outcome;
  }

  private Said ask(Order order, Time time) throws InterruptedException {
    return gateway.call(CHECK, order.checkSendAbility(), time.share(3));
  }

  /** Nothing was sent: only the permission was asked for. */
  private static SendOutcome notPermitted(Said said) {
    return switch (said) {
      case Said.Refused(String error) -> GatewayError.outcome(error);
      case Said.Puzzling(String detail) -> new Unavailable(detail);
      case Said.Unheard(String detail) -> new Unavailable(detail);
      case Said.Unreached(String detail) -> new Unavailable(detail);
      case Said.Heeded _ -> new Unavailable(NO_REQUEST_ID);
      case Said.Done _ -> throw new IllegalArgumentException("permitted");
    };
  }

  /** One call of the second step; a refused sender is left out at once. */
  private Said send(Order order, Optional<String> requestId, Time time, int calls) throws InterruptedException {
    Said said = call(order, requestId, config.sender(), time.share(calls));
    if (config.sender().isPresent() && said instanceof Said.Refused(String error)
        && GatewayError.concernsSender(error)) {
      LOG.atWarn().addKeyValue("providerCode", error).log("sender refused; sending without");
      return call(order, requestId, Optional.empty(), time.share(calls));
    }
    return said;
  }

  private Said call(Order order, Optional<String> requestId, Optional<String> sender, Duration timeout)
      throws InterruptedException {
    var body = order.sendVerificationMessage(requestId, sender, callbackUrl, clock.instant());
    return gateway.call(SEND, body, timeout);
  }

  /**
   * What the last call of the second step means.
   *
   * @param requestId   the permission's
   * @param perhapsSent whether an earlier call with the same permission was not answered
   */
  static SendOutcome outcome(Said said, String requestId, boolean perhapsSent) {
    return switch (said) {
      case Said.Done _ -> accepted(requestId);
      case Said.Heeded _ -> new Unclear(NO_REQUEST_ID);
      case Said.Refused(String error) when error.equals(GatewayError.ALREADY_SENT) -> accepted(requestId);
      case Said.Refused(String error) -> {
        SendOutcome refused = GatewayError.outcome(error);
        // A throttle or a lost permission says nothing of the earlier call; any other refusal holds for it, too.
        boolean open = refused instanceof Throttled || GatewayError.concernsRequestId(error);
        yield perhapsSent && open ? new Unclear(error) : refused;
      }
      case Said.Puzzling(String detail) -> new Unclear(detail);
      case Said.Unheard(String detail) -> new Unclear(detail);
      case Said.Unreached(String detail) -> perhapsSent ? new Unclear(detail) : new Unavailable(detail);
    };
  }

  /** Asks for a message to be taken back; what was delivered stays. The answer is a promise of nothing. */
  Said revoke(String requestId) throws InterruptedException {
    return gateway.call(REVOKE, JsonNodeFactory.instance.objectNode().put("request_id", requestId), REVOKE_TIMEOUT);
  }

  @Override public Readiness readiness() {
    return Readiness.yes(); // there is no session; trouble with calls is the worker's circuit
  }

  @Override public void close() {
    gateway.close();
  }

  /** What is left of a send's time, shared out evenly among the calls it may still need. */
  private static final class Time {
    private final long endNs;

    Time(Duration whole) {
      endNs = System.nanoTime() + whole.toNanos();
    }

    Duration share(int calls) {
      return Duration.ofNanos(endNs - System.nanoTime()).dividedBy(calls);
    }
  }
}
