package dev.otpstream.ingress.zapnoty;

import dev.otpstream.ingress.accounts.Caller;
import dev.otpstream.ingress.accounts.Endpoints;
import dev.otpstream.ingress.accounts.Endpoints.Change;
import dev.otpstream.ingress.accounts.Endpoints.Endpoint;
import dev.otpstream.ingress.accounts.Endpoints.Signed;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Envelope;
import dev.otpstream.ingress.front.Fields;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.ingress.store.StoreAway;
import dev.otpstream.kit.target.TargetRules;
import java.util.List;
import java.util.Optional;

/** {@code /v1/webhooks} of the newer documents, and {@code /v1/webhook}, the one endpoint of the older. */
final class WebhookCalls {
  static final int ENDPOINTS_MAX = 5;
  private static final String SECRET = "secret";
  private final Endpoints endpoints;
  private final WebhookReader reader;

  /** @param targets where endpoints may lead */
  WebhookCalls(Endpoints endpoints, TargetRules targets) {
    this.endpoints = endpoints;
    this.reader = new WebhookReader(targets);
  }

  Answer list(Caller caller) {
    List<Json> all = endpoints.all(caller.accountId(), EventWords.NEWER).stream().<Json>map(WebhookCalls::newer)
        .toList();
    return Answer.ok(Json.obj("webhooks", Json.list(all)));
  }

  Answer create(Caller caller, Fields fields) throws StoreAway {
    Change wanted = reader.newer(fields, true);
    Optional<Answer> refusal = WebhookReader.refusal(fields);
    if (refusal.isPresent()) return refusal.get();
    return endpoints.add(caller.accountId(), EventWords.NEWER, wanted, ENDPOINTS_MAX)
        .map(made -> Answer.of(201, signed(newer(made.endpoint()), made)))
        .orElseGet(() -> Envelope.error(409, "conflict", "A project has at most " + ENDPOINTS_MAX + " webhooks"));
  }

  Answer update(Caller caller, String id, Fields fields) throws StoreAway {
    Change wanted = reader.newer(fields, false);
    Optional<Answer> refusal = WebhookReader.refusal(fields);
    if (refusal.isPresent()) return refusal.get();
    return endpoints.update(caller.accountId(), EventWords.NEWER, id, wanted).<Json>map(WebhookCalls::newer)
        .map(Answer::ok).orElseGet(WebhookCalls::missing);
  }

  Answer delete(Caller caller, String id) throws StoreAway {
    return deleted(endpoints.remove(caller.accountId(), EventWords.NEWER, id));
  }

  Answer rotate(Caller caller, String id) throws StoreAway {
    return endpoints.rotate(caller.accountId(), EventWords.NEWER, id)
        .map(rotated -> Answer.ok(signed(newer(rotated.endpoint()), rotated))).orElseGet(WebhookCalls::missing);
  }

  Answer showOlder(Caller caller) {
    return ofOlder(caller).<Json>map(WebhookCalls::older).map(Answer::ok).orElseGet(WebhookCalls::missing);
  }

  /** Sets the one endpoint. Its secret is made with it, shown once, and stays when the endpoint moves. */
  Answer setOlder(Caller caller, Fields fields) throws StoreAway {
    Change wanted = reader.older(fields);
    Optional<Answer> refusal = WebhookReader.refusal(fields);
    if (refusal.isPresent()) return refusal.get();
    Optional<Signed> made = endpoints.add(caller.accountId(), EventWords.OLDER, wanted, 1);
    if (made.isPresent()) return Answer.ok(signed(older(made.get().endpoint()), made.get()));
    Optional<Endpoint> before = ofOlder(caller);
    if (before.isEmpty()) return missing();
    return endpoints.update(caller.accountId(), EventWords.OLDER, before.get().id(), wanted)
        .<Json>map(WebhookCalls::older).map(Answer::ok).orElseGet(WebhookCalls::missing);
  }

  Answer deleteOlder(Caller caller) throws StoreAway {
    Optional<Endpoint> before = ofOlder(caller);
    return deleted(
        before.isPresent() && endpoints.remove(caller.accountId(), EventWords.OLDER, before.get().id()));
  }

  private Optional<Endpoint> ofOlder(Caller caller) {
    return endpoints.all(caller.accountId(), EventWords.OLDER).stream().findFirst();
  }

  private static Json.Obj newer(Endpoint endpoint) {
    return Json.obj("id", Json.of(endpoint.id()), "url", Json.of(endpoint.url()), "events", events(endpoint))
        .with("description", Json.of(endpoint.description()))
        .with("status", Json.of(endpoint.active() ? WebhookReader.ACTIVE : WebhookReader.DISABLED))
        .with("created_at", Json.of(endpoint.createdAt().toString()));
  }

  private static Json.Obj older(Endpoint endpoint) {
    return Json.obj("url", Json.of(endpoint.url()), "events", events(endpoint));
  }

  private static Json events(Endpoint endpoint) {
    return Json.list(endpoint.events().stream().map(Json::of).toList());
  }

  private static Json signed(Json.Obj endpoint, Signed signed) {
    return endpoint.with(SECRET, Json.of(signed.secret()));
  }

  private static Answer deleted(boolean was) {
    return was ? Answer.ok(Json.obj("deleted", Json.of(true))) : missing();
  }

  private static Answer missing() {
    return Envelope.error(404, "not_found", "No such webhook");
  }
}
