package dev.otpstream.ingress.zapnoty;

import dev.otpstream.ingress.accounts.Accounts;
import dev.otpstream.ingress.accounts.CallRates;
import dev.otpstream.ingress.accounts.Caller;
import dev.otpstream.ingress.accounts.Callers;
import dev.otpstream.ingress.accounts.Endpoints;
import dev.otpstream.ingress.engine.Engine;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Call;
import dev.otpstream.ingress.front.Dialect;
import dev.otpstream.ingress.front.Envelope;
import dev.otpstream.ingress.front.Fault;
import dev.otpstream.ingress.front.Operation;
import dev.otpstream.ingress.subscribers.Subscribers;
import dev.otpstream.ingress.zapnoty.Gate.Guest;
import dev.otpstream.ingress.zapnoty.Gate.Kind;
import dev.otpstream.kit.target.TargetRules;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Zapnoty's OTP API and our own, which adds optional fields and operations. Whoever uses none of them is answered byte for
 * byte as Zapnoty answers.
 *
 * @see <a href="https://zapnoty.com/docs/otp">Zapnoty, OTP</a>
 */
public final class ZapnotyDialect implements Dialect {
  private static final String NAME = "zapnoty";
  private static final String WEBHOOK = "/v1/webhook";
  private static final String WEBHOOKS = "/v1/webhooks";
  private static final String ID = "id";
  private final Gate gate;
  private final OtpCalls live;
  private final OtpCalls sandbox;
  private final SubscriberCalls subscribers;
  private final WebhookCalls webhooks;
  private final SenderCalls sender;

  /**
   * What the front stands on.
   *
   * @param targets where hooks may lead
   * @param links   where the bots are
   */
  public record Ports(Callers callers, CallRates rates, Engine engine, Subscribers subscribers, Accounts accounts,
      Endpoints endpoints, TargetRules targets, BotLinks links, InstantSource clock) {}

  public ZapnotyDialect(Ports ports) {
    var reader = new SendReader(ports.targets());
    gate = new Gate(ports.callers(), ports.rates());
    live = OtpCalls.of(ports.engine(), ports.subscribers(), reader, ports.links(),
        Optional.of(new ResendLimit(ports.clock())));
    sandbox = OtpCalls.of(new Sandbox(ports.engine(), ports.clock()), Sandbox.with(ports.subscribers()), reader,
        ports.links(), Optional.empty());
    subscribers = new SubscriberCalls(ports.subscribers(), ports.links());
    webhooks = new WebhookCalls(ports.endpoints(), ports.targets());
    sender = new SenderCalls(ports.accounts());
  }

  @Override public String name() {
    return NAME;
  }

  @Override public List<Operation> operations() {
    return List.of(
        Operation.post("send", "/v1/otp/send", call -> ordinary(call, this::send)).yielding(),
        Operation.post("verify", "/v1/otp/verify", call -> ordinary(call, this::verify)),
        Operation.post("request", "/v1/otp/request", call -> ordinary(call, this::request)).yielding(),
        Operation.get("request-status", "/v1/otp/request/{id}/status",
            call -> gate.admit(Kind.POLLED, call, this::requestStatus)),
        Operation.post("cancel", "/v1/otp/cancel", call -> ordinary(call, this::cancel)),
        Operation.get("status", "/v1/otp/messages/{id}", call -> ordinary(call, this::status)),
        Operation.get("subscribers", "/v1/subscribers", call -> show(call, caller -> subscribers.list(caller, call))),
        Operation.get("subscribe-link", "/v1/subscribe-link", call -> show(call, subscribers::link)),
        Operation.get("webhooks", WEBHOOKS, call -> show(call, webhooks::list)),
        Operation.post("webhook-create", WEBHOOKS, call -> change(call, webhooks::create)),
        Operation.put("webhook-update", WEBHOOKS + "/{id}",
            call -> change(call, (caller, fields) -> webhooks.update(caller, call.parameter(ID), fields))),
        Operation.delete("webhook-delete", WEBHOOKS + "/{id}",
            call -> change(call, (caller, _) -> webhooks.delete(caller, call.parameter(ID)))),
        Operation.post("webhook-rotate", WEBHOOKS + "/{id}/rotate-secret",
            call -> change(call, (caller, _) -> webhooks.rotate(caller, call.parameter(ID)))),
        Operation.get("webhook-older", WEBHOOK, call -> show(call, webhooks::showOlder)),
        Operation.put("webhook-older-set", WEBHOOK, call -> change(call, webhooks::setOlder)),
        Operation.delete("webhook-older-delete", WEBHOOK,
            call -> change(call, (caller, _) -> webhooks.deleteOlder(caller))),
        Operation.get("sender", "/v1/sender", call -> show(call, sender::show)),
        Operation.put("sender-set", "/v1/sender", call -> change(call, sender::update)));
  }

  @Override public boolean speaksFor(String path) {
    return path.startsWith("/v1/otp") || path.startsWith("/v1/subscribe") || path.startsWith(WEBHOOK)
        || path.startsWith("/v1/sender");
  }

  @Override public Answer fault(Fault fault) {
    return switch (fault) {
      case UNKNOWN_PATH -> Envelope.error(404, "not_found", "No such path");
      case WRONG_METHOD -> Envelope.error(405, "bad_request", "Method not allowed");
      case BODY_TOO_LARGE -> Envelope.error(400, "validation_failed", "Body too large");
      case BODY_UNREADABLE -> Envelope.error(400, "bad_request", "Body cannot be read");
      case BUSY -> Answers.busy();
      case INTERNAL -> Envelope.error(500, "internal_error", true, "Internal error");
    };
  }

  private CompletableFuture<Answer> send(Guest guest, Call call) {
    return Request.read("send", call, body -> calls(guest).send().answer(guest.caller(), body.fields(), body.once()));
  }

  private CompletableFuture<Answer> verify(Guest guest, Call call) {
    return Request.read("verify", call,
        body -> calls(guest).verify().answer(guest.caller(), body.fields(), body.once()));
  }

  private CompletableFuture<Answer> request(Guest guest, Call call) {
    return Request.readAny("request", call,
        body -> calls(guest).consents().request(guest.caller(), body.fields(), body.once()));
  }

  private CompletableFuture<Answer> requestStatus(Guest guest, Call call) {
    return calls(guest).consents().status(guest.caller(), call.parameter(ID));
  }

  private CompletableFuture<Answer> cancel(Guest guest, Call call) {
    return Request.read("cancel", call, body -> calls(guest).messages().cancel(guest.caller(), body.fields()));
  }

  private CompletableFuture<Answer> status(Guest guest, Call call) {
    return calls(guest).messages().status(guest.caller(), call.parameter(ID));
  }

  private OtpCalls calls(Guest guest) {
    return guest.sandbox() ? sandbox : live;
  }

  private CompletableFuture<Answer> ordinary(Call call, Gate.Work work) {
    return gate.admit(Kind.ORDINARY, call, work);
  }

  private CompletableFuture<Answer> show(Call call, Function<Caller, Answer> show) {
    return ordinary(call, (guest, _) -> CompletableFuture.completedFuture(show.apply(guest.caller())));
  }

  private CompletableFuture<Answer> change(Call call, ProjectChange change) {
    return gate.admit(Kind.PROJECT, call,
        (guest, _) -> Request.readAny("change", call, body -> change.start(guest.caller(), body.fields())));
  }
}
