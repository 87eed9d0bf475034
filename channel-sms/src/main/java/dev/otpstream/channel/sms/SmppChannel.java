package dev.otpstream.channel.sms;

import dev.otpstream.channel.sms.Links.Place;
import dev.otpstream.kit.Service.Readiness;
import dev.otpstream.kit.channel.Channel;
import dev.otpstream.kit.channel.OpenDispatch;
import dev.otpstream.kit.channel.Receipt;
import dev.otpstream.kit.channel.SendOutcome;
import dev.otpstream.kit.channel.SendOutcome.Rejected;
import dev.otpstream.kit.channel.SendOutcome.Throttled;
import dev.otpstream.kit.channel.SendOutcome.Unavailable;
import dev.otpstream.schemas.Reason;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SMS through a centre that speaks SMPP 3.4.
 *
 * @see <a href="https://smpp.org/SMPP_v3_4_Issue1_2.pdf">SMPP 3.4</a>
 */
public final class SmppChannel implements Channel {
  public static final String NAME = "sms";
  public static final String PROVIDER = "smpp";
  private static final Logger LOG = LoggerFactory.getLogger(SmppChannel.class);
  /** A wait of a sending thread that is not worth coming back for. */
  private static final Duration PACE_WAIT_MAX = Duration.ofSeconds(1);
  /** How long a sending thread waits for a place in a window; short of what the worker takes for a hung send. */
  private static final Duration WINDOW_WAIT_MAX = Duration.ofSeconds(3);

  private final SmppConfig config;
  private final InstantSource clock;
  private final SmppMeters meters;
  private final Pace pace;
  private final Links links;

  /**
   * Starts binding; does not wait for it.
   *
   * @param receipts stores a receipt; the centre is told that we have it when the future is done
   */
  public SmppChannel(SmppConfig config, Function<Receipt, CompletableFuture<Void>> receipts, MeterRegistry meters,
      InstantSource clock) {
    this.config = config;
    this.clock = clock;
    this.meters = new SmppMeters(meters, config.provider());
    pace = new Pace(config.rateMax(), System.nanoTime());
    var reader = new ReceiptReader(config.receiptIds(), config.acceptedIsFinal());
    var receiver = new Receiver(reader, receipts, config.responseTimeout(), this.meters, clock);
    links = new Links(config, receiver::take);
    this.meters.links(links);
  }

  @Override public String name() {
    return NAME;
  }

  @Override public String provider() {
    return config.provider();
  }

  @Override public SendOutcome send(OpenDispatch dispatch) throws InterruptedException {
    return switch (Order.of(dispatch, config)) {
      case Order.Unsendable(Reason reason) -> new Rejected(reason, null);
      case Order.Sendable order -> {
        if (order.segments().parts() > 1)
          LOG.atDebug().addKeyValue("messageId", dispatch.messageId()).addKeyValue("parts", order.segments().parts())
              .log("sms takes several parts");
        yield send(order);
      }
    };
  }

  @Override public Readiness readiness() {
    String detail = links.bound() + " of " + links.count() + " links bound";
    return links.canTransmit() ? new Readiness(true, detail) : Readiness.no(detail + "; " + links.standing());
  }

  @Override public void close() {
    links.close();
  }

  private SendOutcome send(Order.Sendable order) throws InterruptedException {
    if (!links.canTransmit()) return new Unavailable(links.standing());
    Optional<Throttled> later = keepPace(pace, order);
    if (later.isPresent()) return later.get();
    return switch (links.take(WINDOW_WAIT_MAX)) {
      case Place.NoneBound(String standing) -> new Unavailable(standing);
      case Place.NoneFree(Duration retryAfter) -> new Throttled(retryAfter);
      case Place.Taken place -> {
        try (place) {
          later = keepPace(place.lane().pace(), order);
          yield later.isPresent()
              ? later.get()
              : new Submission(order, place, config.receiptIds(), meters, clock).run();
        }
      }
    };
  }

  /** Waits for the order's turn; if that is far off, tells when to come back. */
  private static Optional<Throttled> keepPace(Pace pace, Order.Sendable order) throws InterruptedException {
    Duration wait = pace.reserve(order.segments().all().size(), PACE_WAIT_MAX, System.nanoTime());
    if (wait.compareTo(PACE_WAIT_MAX) > 0) return Optional.of(new Throttled(wait));
    if (wait.isPositive()) Thread.sleep(wait);
    return Optional.empty();
  }
}
