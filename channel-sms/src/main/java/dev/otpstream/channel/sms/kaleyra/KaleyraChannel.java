package dev.otpstream.channel.sms.kaleyra;

import dev.otpstream.kit.Service.Readiness;
import dev.otpstream.kit.channel.Channel;
import dev.otpstream.kit.channel.OpenDispatch;
import dev.otpstream.kit.channel.Receipt;
import dev.otpstream.kit.channel.SendOutcome;
import dev.otpstream.kit.channel.SendOutcome.Accepted;
import dev.otpstream.kit.channel.SendOutcome.Rejected;
import dev.otpstream.kit.channel.SendOutcome.Throttled;
import dev.otpstream.schemas.Reason;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SMS by Kaleyra's HTTP API, which has no way to repeat an order safely: an unanswered one is never repeated.
 *
 * @see <a href="https://developers.kaleyra.io/docs/send-sms-api">Send SMS</a>
 */
public final class KaleyraChannel implements Channel {
  public static final String PROVIDER = "kaleyra";
  private static final String NAME = "sms";
  private static final Logger LOG = LoggerFactory.getLogger(KaleyraChannel.class);
  /** Throttles that name no time double from a second to 32. */
  private static final int DOUBLINGS_MAX = 5;

  private final KaleyraConfig config;
  private final KaleyraHttp http;
  private final CallbackServer server;
  private final StatusPolls polls;
  private final Optional<URI> callbackUrl;
  private final AtomicInteger throttles = new AtomicInteger();

  /**
   * Listens for callbacks at once.
   *
   * @param store done when a receipt is stored; only then a callback is answered with success
   */
  public KaleyraChannel(KaleyraConfig config, Function<Receipt, CompletableFuture<Void>> store, MeterRegistry meters,
      InstantSource clock) {
    this.config = config;
    var receipts = new Receipts(store, meters);
    http = new KaleyraHttp(config);
    polls = new StatusPolls(config.polls(), http, receipts::take, clock);
    server = new CallbackServer(config.callbacks(), standing -> told(receipts, standing),
        () -> receipts.count("stranger"), clock);
    callbackUrl = callbackUrl();
  }

  private boolean told(Receipts receipts, Standing standing) {
    if (!receipts.take(standing)) return false;
    switch (standing) {
      case Standing.Final(String id, Receipt _) -> polls.settled(id);
      case Standing.Unknowable(String id) -> polls.settled(id);
      case Standing.Progress _,Standing.Unreadable _ -> {
        // there may be more to hear
      }
    }
    return true;
  }

  @Override public String name() {
    return NAME;
  }

  @Override public String provider() {
    return PROVIDER;
  }

  @Override public SendOutcome send(OpenDispatch dispatch) throws InterruptedException {
    return switch (Order.of(dispatch, config, callbackUrl)) {
      case Order.Unsendable(Reason reason) -> new Rejected(reason, null);
      case Order.Sendable order -> {
        int before = throttles.get();
        SendOutcome outcome = AnswerReader.read(http.send(order), order.parts(), throttleBy(before));
        if (outcome instanceof Throttled) throttles.compareAndSet(before, before + 1); // a burst counts once
        else
          throttles.set(0);
        if (outcome instanceof Accepted accepted) accepted.providerMessageIds().forEach(polls::sent);
        yield outcome;
      }
    };
  }

  private static Duration throttleBy(int before) {
    return Duration.ofSeconds(1L << Math.min(before, DOUBLINGS_MAX));
  }

  /** What Kaleyra is told. Our own address is of use only to one on this machine, such as a simulated one. */
  private Optional<URI> callbackUrl() {
    CallbackConfig callbacks = config.callbacks();
    if (callbacks.profileId().isPresent()) return Optional.empty();
    if (callbacks.url().isPresent())
      return callbacks.url().map(url -> URI.create(url + "/" + callbacks.secret().reveal()));
    if (isLoopback(config.url().getHost())) return Optional.of(server.localUrl());
    LOG.atWarn().addKeyValue("unset", "KALEYRA_CALLBACK_URL").log("kaleyra will be asked for results, and tell none");
    return Optional.empty();
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException _) {
      return false;
    }
  }

  @Override public Readiness readiness() {
    return Readiness.yes(); // there is no session; trouble with calls is the worker's circuit
  }

  @Override public void close() {
    polls.close();
    server.close();
    http.close();
  }
}
