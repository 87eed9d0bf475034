package dev.otpstream.ingress.webhooks;

import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Call;
import dev.otpstream.ingress.front.Dialect;
import dev.otpstream.ingress.front.Envelope;
import dev.otpstream.ingress.front.Fault;
import dev.otpstream.ingress.front.Operation;
import dev.otpstream.ingress.front.OperatorToken;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.schemas.WebhookDue;
import dev.otpstream.schemas.WebhookEndpoint;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * The operators' view of hooks: what could not be told, to be told once more, and which endpoints fail. Faults of the
 * paths are answered by the rest of the operators' API.
 */
final class WebhooksDialect implements Dialect {
  private static final String WEBHOOKS = "/admin/v1/webhooks";
  /** Each reads a topic; more at once would only be slower. */
  private static final int CALLS_MAX = 4;
  private final OperatorToken token;
  private final FailedEvents failed;
  private final HookCommands commands;
  private final Supplier<Collection<WebhookEndpoint>> endpoints;
  private final WebhookAnswers answers;
  private final InstantSource clock;
  private final Semaphore room = new Semaphore(CALLS_MAX);

  /** @param endpoints what the scheduler's partitions say */
  WebhooksDialect(OperatorToken token, FailedEvents failed, HookCommands commands,
      Supplier<Collection<WebhookEndpoint>> endpoints, WebhookAnswers answers, InstantSource clock) {
    this.token = token;
    this.failed = failed;
    this.commands = commands;
    this.endpoints = endpoints;
    this.answers = answers;
    this.clock = clock;
  }

  @Override public String name() {
    return "webhooks-admin";
  }

  @Override public List<Operation> operations() {
    return List.of(
        Operation.get("failed", WEBHOOKS + "/failed", call -> answer(call, this::listFailed)),
        Operation.post("redeliver", WEBHOOKS + "/redeliver", call -> answer(call, this::redeliver)),
        Operation.get("endpoints", WEBHOOKS + "/endpoints", call -> answer(call, this::listEndpoints)),
        Operation.post("enable", WEBHOOKS + "/endpoints/{id}/enable", call -> answer(call, this::enable)));
  }

  @Override public boolean speaksFor(String path) {
    return false;
  }

  @Override public Answer fault(Fault fault) {
    return Envelope.fault(fault);
  }

  /** What an operation does once the operator is known. */
  private interface Work {
    Answer on(Call call) throws Question.Senseless, FailedEvents.Away, HookCommands.Unsent;
  }

  /** Operators are few, and wait for topics: their calls have threads of their own. */
  private CompletableFuture<Answer> answer(Call call, Work work) {
    Optional<Answer> refusal = token.refusal(call);
    if (refusal.isPresent()) return CompletableFuture.completedFuture(refusal.get());
    if (!room.tryAcquire()) return CompletableFuture.completedFuture(Envelope.busy("Too many calls at once"));
    return CompletableFuture.supplyAsync(() -> {
      try {
        return work.on(call);
      } catch (Question.Senseless e) {
        return Envelope.error(400, "validation_failed", e.getMessage());
      } catch (FailedEvents.Away e) {
        return Envelope.busy("Failed events cannot be read now");
      } catch (HookCommands.Unsent e) {
        return Envelope.busy("Not surely ordered; ordering again does no harm");
      } finally {
        room.release();
      }
    }, Thread::startVirtualThread);
  }

  private Answer listFailed(Call call) throws Question.Senseless, FailedEvents.Away {
    Question.Span span = Question.span(call, clock.instant());
    FailedEvents.Found found = failed.find(
        new FailedEvents.Wanted(span.from(), span.to(), span.account(), Set.of(), Question.limit(call)));
    Json.Obj list = Json.obj("failed", Json.list(found.events().stream().map(answers::failed).toList()));
    return Answer.ok(withMore(list, found));
  }

  private Answer redeliver(Call call) throws Question.Senseless, FailedEvents.Away, HookCommands.Unsent {
    Instant now = clock.instant();
    Question.Again again = Question.again(call, now);
    if (!again.ids().isEmpty()) return redeliver(again.ids(), again.span().account(), now);
    Question.Span span = again.span();
    FailedEvents.Found found = failed.find(
        new FailedEvents.Wanted(span.from(), span.to(), span.account(), Set.of(), Question.REDELIVER_MAX));
    return Answer.ok(withMore(Json.obj("redelivered", Json.of(redeliver(found.events()))), found));
  }

  private Answer redeliver(List<String> ids, Optional<String> account, Instant now)
      throws FailedEvents.Away, HookCommands.Unsent {
    var found = new ArrayList<FailedEvent>();
    var unknown = new TreeSet<String>();
    var eventIds = new HashSet<String>();
    for (String id : ids) {
      int dot = id.indexOf('.');
      if (dot < 0) {
        eventIds.add(id);
        continue;
      }
      failed.at(Integer.parseInt(id.substring(0, dot)), Long.parseLong(id.substring(dot + 1)))
          .filter(event -> account.map(event.account()::equals).orElse(true))
          .ifPresentOrElse(found::add, () -> unknown.add(id));
    }
    if (!eventIds.isEmpty()) {
      var wanted = new FailedEvents.Wanted(Instant.EPOCH, now, account, eventIds, Question.REDELIVER_MAX);
      found.addAll(failed.find(wanted).events());
      unknown.addAll(eventIds);
      found.forEach(event -> unknown.remove(event.eventId()));
    }
    found.sort(FailedEvent.OLDEST_FIRST);
    return Answer.ok(Json.obj("redelivered", Json.of(redeliver(found)), "unknown",
        Json.list(unknown.stream().map(Json::of).toList())));
  }

  /** Each event once to each hook, however often it failed. */
  private int redeliver(List<FailedEvent> events) throws HookCommands.Unsent {
    var seen = new HashSet<String>();
    List<WebhookDue> orders = events.stream().map(event -> event.failed().getDue())
        .filter(due -> seen.add(answers.listener(due))).toList();
    commands.redeliver(orders);
    return orders.size();
  }

  private static Json.Obj withMore(Json.Obj answer, FailedEvents.Found found) {
    Json.Obj more = answer.with("more", Json.of(found.more()));
    return found.more() && !found.events().isEmpty()
        ? more.with("next_from", Json.of(found.events().getLast().at().toString()))
        : more;
  }

  private Answer listEndpoints(Call call) throws Question.Senseless {
    Optional<String> account = Question.account(call);
    return Answer.ok(Json.obj("endpoints", Json.list(EndpointStates.of(endpoints.get()).stream()
        .filter(one -> account.map(one.last().getAccountId()::equals).orElse(true)).map(answers::endpoint).toList())));
  }

  private Answer enable(Call call) throws HookCommands.Unsent {
    String id = call.parameter("id");
    if (endpoints.get().stream().noneMatch(one -> one.getId().equals(id)))
      return Envelope.error(404, "not_found", "No such endpoint is failing or switched off");
    commands.switchOn(id);
    return Answer.ok(Json.obj("id", Json.of(id), "enabled", Json.of(true)));
  }
}
