package dev.otpstream.ingress.kaleyra;

import dev.otpstream.ingress.accounts.Caller;
import dev.otpstream.ingress.engine.Engine;
import dev.otpstream.ingress.engine.EngineAway;
import dev.otpstream.ingress.engine.StatusQuestion;
import dev.otpstream.ingress.engine.StatusReply;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.schemas.StatusAnswer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/** {@code GET /v1/{sid}/messages/status}: where messages stand, by the ids that their sender was given. */
final class StatusCall {
  private static final String IDS = "message_ids";
  private static final int IDS_MAX = 100;
  private static final Pattern SEPARATOR = Pattern.compile(",");
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}:[1-9][0-9]{0,2}");
  private final Engine engine;

  StatusCall(Engine engine) {
    this.engine = engine;
  }

  private record Asked(String id, StatusReply reply) {}

  CompletableFuture<Answer> answer(Caller caller, Input query) throws Refusal {
    List<CompletableFuture<Asked>> asked = ids(query).stream().map(id -> ask(caller, id)).toList();
    return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
        .thenApply(_ -> write(asked.stream().map(CompletableFuture::join).toList()));
  }

  private static Set<String> ids(Input query) throws Refusal {
    var ids = new LinkedHashSet<String>();
    for (String value : query.all(IDS))
      for (String id : SEPARATOR.split(value, -1))
        if (!id.isBlank()) ids.add(id.strip());
    if (ids.isEmpty() || ids.size() > IDS_MAX) throw Refusal.invalid(IDS);
    return ids;
  }

  /** What cannot be an id of ours is not worth a question. */
  private CompletableFuture<Asked> ask(Caller caller, String id) {
    if (!ID.matcher(id).matches())
      return CompletableFuture.completedFuture(new Asked(id, new StatusReply.Unknown()));
    return engine.status(caller.accountId(), new StatusQuestion.OfCallerId(SendCall.callerId(id)))
        .thenApply(reply -> new Asked(id, reply));
  }

  /** Unknown ids are left out. */
  private static Answer write(List<Asked> asked) {
    var data = new ArrayList<Json>();
    for (Asked one : asked) {
      switch (one.reply()) {
        case StatusReply.Found(StatusAnswer message) -> data.add(found(one.id(), message));
        case StatusReply.Unknown _ -> { // says nothing
        }
        case EngineAway _ -> {
          return Answers.busy();
        }
      }
    }
    if (data.isEmpty()) return Answers.refused(new Refusal("E104", IDS, "No Records Found"));
    return Answer.ok(Json.obj("data", Json.list(data), "error", Answers.EMPTY));
  }

  private static Json found(String id, StatusAnswer message) {
    StatusWord word = StatusWord.of(message.getState(), message.getReason());
    return Json.obj("campaign_id", Json.of(id), "status", Json.of(word.status()), "status_details",
        Json.of(word.trace()));
  }
}
