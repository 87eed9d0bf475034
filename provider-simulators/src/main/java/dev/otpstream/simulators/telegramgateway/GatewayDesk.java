package dev.otpstream.simulators.telegramgateway;

import dev.otpstream.simulators.stage.Answer;
import dev.otpstream.simulators.stage.PhoneMessage;
import dev.otpstream.simulators.stage.Phones;
import dev.otpstream.simulators.stage.Receipt;
import dev.otpstream.simulators.stage.ScriptBook;
import dev.otpstream.simulators.stage.Stage;
import dev.otpstream.simulators.stage.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;

/** What the gateway decides and does about a call, apart from HTTP. Thread-safe. */
final class GatewayDesk {
  private static final long FEE_CENTS = 1;
  private static final long FIRST_BALANCE_CENTS = 1_000_000_000L;
  private static final Step PLAIN = Step.noReceipt();

  private final Stage stage;
  private final ScriptBook scripts;
  private final GatewayReports reports;
  private final Duration ttlSecond;
  private final GatewayRequests requests = new GatewayRequests();
  private final AtomicLong balanceCents = new AtomicLong(FIRST_BALANCE_CENTS);

  /**
   * A decision about a call.
   *
   * @param error the word to answer, or null
   * @param result what to answer if there is no error
   * @param request the request it is about, or null
   */
  record Turn(Step step, String error, Object result, GatewayRequest request) {}

  GatewayDesk(TelegramGatewayConfig config, Stage stage, GatewayReports reports) {
    this.stage = stage;
    this.reports = reports;
    scripts = stage.scripts().of(TelegramGateway.NAME);
    ttlSecond = config.ttlSecond();
  }

  Turn decide(GatewayMethod method, Map<String, String> parameters) {
    return switch (method) {
      case CHECK -> check(parameters);
      case SEND -> send(parameters);
      case STATUS -> status(parameters);
      case REVOKE -> revoke(parameters);
    };
  }

  /** Sends the receipts of a turn that come after its answer. */
  void followUp(Turn turn) {
    receipts(turn, receipt -> !receipt.beforeAnswer());
  }

  private Turn check(Map<String, String> parameters) {
    String phone = parameters.getOrDefault("phone_number", "");
    if (!OrderReader.isPhone(phone)) return refused("PHONE_NUMBER_INVALID");
    String digits = Phones.digits(phone);
    Step step = scripts.next(digits, GatewayMethod.CHECK.operation());
    if (step.answer().refuses()) return new Turn(step, error(step), null, null);
    GatewayRequest request = requests.open(digits);
    return new Turn(step, null, charged(request), request);
  }

  private Turn send(Map<String, String> parameters) {
    String phone = parameters.getOrDefault("phone_number", "");
    if (!OrderReader.isPhone(phone)) return refused("PHONE_NUMBER_INVALID");
    String digits = Phones.digits(phone);
    String requestId = parameters.get("request_id");
    GatewayRequest paid = requestId == null ? null : requests.find(requestId).orElse(null);
    if (requestId != null && paid == null) return refused("REQUEST_ID_INVALID");
    if (paid != null && !paid.phone().equals(digits)) return refused("PHONE_NUMBER_MISMATCH");
    if (paid != null && paid.isSent()) return refused("MESSAGE_ALREADY_SENT");
    return switch (OrderReader.read(parameters)) {
      case OrderReader.Reading.Refused refused -> refused(refused.error());
      case OrderReader.Reading.Understood understood -> send(digits, paid, understood.order());
    };
  }

  private Turn send(String phone, GatewayRequest paid, GatewayOrder order) {
    Step step = scripts.next(phone, GatewayMethod.SEND.operation());
    if (!step.takesMessage()) return new Turn(step, error(step), null, null);
    GatewayRequest request = paid == null ? requests.open(phone) : paid;
    Instant now = Instant.now();
    Duration life = ttlSecond.multipliedBy(order.ttlSeconds());
    boolean first = request.send(order, step.revocable(), order.ttlSeconds() == 0 ? Instant.MAX : now.plus(life), now);
    if (!first) return refused("MESSAGE_ALREADY_SENT"); // two calls with one id at the same moment
    if (step.reachesPhone()) {
      stage.phones().receive(
          new PhoneMessage(TelegramGateway.NAME, phone, request.id(), order.sender(), order.code(), null, now));
    }
    if (order.ttlSeconds() > 0) request.expiresBy(stage.timers().after(life, () -> expire(request)));
    var turn = new Turn(step, error(step), paid == null ? charged(request) : request.status(), request);
    receipts(turn, Receipt::beforeAnswer);
    return turn;
  }

  private Turn status(Map<String, String> parameters) {
    return known(parameters, GatewayMethod.STATUS, request -> {
      String entered = parameters.get("code");
      if (entered != null) request.verify(entered, Instant.now());
      return request.status();
    });
  }

  private Turn revoke(Map<String, String> parameters) {
    return known(parameters, GatewayMethod.REVOKE, request -> {
      Instant now = Instant.now();
      if (request.revoke(now)) report(request, request.status(), Receipt.Flaw.NONE);
      return true;
    });
  }

  private Turn known(Map<String, String> parameters, GatewayMethod method, Function<GatewayRequest, Object> action) {
    String id = parameters.getOrDefault("request_id", "");
    if (id.isEmpty()) return refused("REQUEST_ID_REQUIRED");
    Optional<GatewayRequest> found = requests.find(id);
    if (found.isEmpty()) return refused("REQUEST_ID_INVALID");
    GatewayRequest request = found.get();
    Step step = scripts.next(request.phone(), method.operation());
    if (step.answer().refuses()) return new Turn(step, error(step), null, request);
    return new Turn(step, null, action.apply(request), request);
  }

  private void expire(GatewayRequest request) {
    if (request.become("expired", Instant.now())) report(request, request.status(), Receipt.Flaw.NONE);
  }

  private void receipts(Turn turn, Predicate<Receipt> which) {
    GatewayRequest request = turn.request();
    if (request == null) return;
    turn.step().receipts().stream()
        .filter(which)
        .forEach(receipt -> stage.timers().after(receipt.delay(), () -> send(receipt, request)));
  }

  /** Sends what the script says, even where it contradicts an earlier report; only a revocation stops it. */
  private void send(Receipt receipt, GatewayRequest request) {
    if (request.isRevoked()) return;
    Instant now = Instant.now();
    String word = word(receipt.status());
    if (receipt.flaw() == Receipt.Flaw.NONE) request.become(word, now);
    RequestStatus status = request.status().withDelivery(new RequestStatus.Delivery(word, now.getEpochSecond()));
    for (int copy = 0; copy < receipt.copies(); copy++) {
      report(request, status, receipt.flaw());
    }
  }

  private void report(GatewayRequest request, RequestStatus status, Receipt.Flaw flaw) {
    RequestStatus told = flaw == Receipt.Flaw.UNKNOWN_ID ? status.withId(requests.newId()) : status;
    reports.post(request.order().callbackUrl(), request.phone(), told, flaw);
  }

  private RequestStatus charged(GatewayRequest request) {
    return request.status().withBalance(balanceCents.addAndGet(-FEE_CENTS) / 100.0);
  }

  private static Turn refused(String error) {
    return new Turn(PLAIN, error, null, null);
  }

  private static String error(Step step) {
    return switch (step.answer()) {
      case Answer.Refuse refuse -> refuse.error();
      case Answer.Throttle throttle -> "FLOOD_WAIT_" + throttle.retryAfterSeconds();
      default -> null; // the other answers carry no word
    };
  }

  /** The nearest word that the Gateway API has. */
  private static String word(Receipt.Status status) {
    return switch (status) {
      case ENROUTE -> "sent";
      case DELIVERED -> "delivered";
      case READ -> "read";
      case UNDELIVERED, EXPIRED, REJECTED -> "expired";
    };
  }
}
