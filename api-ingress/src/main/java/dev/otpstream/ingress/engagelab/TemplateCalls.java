package dev.otpstream.ingress.engagelab;

import dev.otpstream.ingress.accounts.Caller;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.ingress.store.StoreAway;
import dev.otpstream.ingress.templates.Templates;
import dev.otpstream.schemas.Template;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/** {@code /v1/template-configs}: makes, lists, shows and deletes templates. There is no review: what can be sent may be. */
final class TemplateCalls {
  private final Templates templates;
  private final InstantSource clock;

  TemplateCalls(Templates templates, InstantSource clock) {
    this.templates = templates;
    this.clock = clock;
  }

  CompletableFuture<Answer> create(Caller caller, Json.Obj body) throws Refusal {
    Template template = TemplateReader.read(caller.accountId(), body, clock.instant());
    return waiting(() -> switch (templates.add(template)) {
      case ADDED -> Answers.success();
      case EXISTS -> Answers.impossible("template_id already exists");
      case TOO_MANY -> Answers.impossible("too many templates");
    });
  }

  Answer list(Caller caller) {
    return Answer.ok(Json.list(templates.all(caller.accountId()).stream().map(TemplateAnswers::brief).toList()));
  }

  Answer show(Caller caller, String id) {
    return templates.find(caller.accountId(), id).map(TemplateAnswers::full).map(Answer::ok)
        .orElseGet(TemplateCalls::missing);
  }

  CompletableFuture<Answer> delete(Caller caller, String id) {
    return waiting(() -> templates.remove(caller.accountId(), id) ? Answers.success() : missing());
  }

  static Answer missing() {
    return Answers.unknown("config not exist");
  }

  private interface Change {
    Answer make() throws StoreAway;
  }

  /** A change waits for its topic, so it has a thread of its own. */
  private static CompletableFuture<Answer> waiting(Change change) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return change.make();
      } catch (StoreAway _) {
        return Answers.away();
      }
    }, Thread::startVirtualThread);
  }
}
