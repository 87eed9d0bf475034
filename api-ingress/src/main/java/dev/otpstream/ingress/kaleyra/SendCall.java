package dev.otpstream.ingress.kaleyra;

import dev.otpstream.ingress.accounts.Caller;
import dev.otpstream.ingress.engine.CallerId;
import dev.otpstream.ingress.engine.Engine;
import dev.otpstream.ingress.engine.EngineAway;
import dev.otpstream.ingress.engine.SendOrder;
import dev.otpstream.ingress.engine.SendOrder.Step;
import dev.otpstream.ingress.engine.SendReply;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Channels;
import dev.otpstream.ingress.front.Phone;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.ingress.kaleyra.SendReader.Send;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** {@code POST /v1/{sid}/messages}: one message a recipient, each with a text that the caller wrote, code and all. */
final class SendCall {
  private static final DateTimeFormatter CREATED = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ssxxx")
      .withZone(ZoneOffset.UTC);
  /** A code that comes later is of no use. */
  private static final Duration OTP_LIFETIME = Duration.ofHours(1);
  private static final Duration LIFETIME = Duration.ofDays(2);
  private final Engine engine;
  private final SendReader reader;
  private final InstantSource clock;
  private final Supplier<UUID> ids;

  SendCall(Engine engine, SendReader reader, InstantSource clock, Supplier<UUID> ids) {
    this.engine = engine;
    this.reader = reader;
    this.clock = clock;
    this.ids = ids;
  }

  /** One message: under which name the caller will ask for it, and what became of it. */
  private record Sent(String id, Phone recipient, SendReply reply) {}

  CompletableFuture<Answer> answer(Caller caller, Input input) throws Refusal {
    Send send = reader.read(input, caller.settings());
    String created = CREATED.format(clock.instant());
    String id = ids.get().toString();
    List<CompletableFuture<Sent>> sends = IntStream.range(0, send.recipients().size())
        .mapToObj(i -> send(caller, send, send.recipients().get(i), id + ":" + (i + 1))).toList();
    return CompletableFuture.allOf(sends.toArray(CompletableFuture[]::new))
        .thenApply(_ -> write(send, id, created, sends.stream().map(CompletableFuture::join).toList()));
  }

  private CompletableFuture<Sent> send(Caller caller, Send send, Phone recipient, String messageId) {
    var step = new Step(Channels.SMS, Optional.of(send.text()), Optional.of(send.sender()));
    var order = new SendOrder(recipient, "", Optional.empty(), List.of(step), send.isOtp() ? OTP_LIFETIME : LIFETIME,
        Optional.of(callerId(messageId)),
        send.callback().map(url -> Callbacks.hook(url, messageId)).stream().toList(), Optional.empty());
    return engine.send(caller.accountId(), order).thenApply(reply -> new Sent(messageId, recipient, reply));
  }

  /** How the engine knows a message by the id that we gave its sender. */
  static CallerId callerId(String messageId) {
    return new CallerId(KaleyraDialect.NAME, Json.of(messageId).text());
  }

  /** Of a list, the answer names those messages that were accepted; if there are none, it says why. */
  private static Answer write(Send send, String id, String created, List<Sent> all) {
    List<Sent> accepted = all.stream().filter(sent -> sent.reply() instanceof SendReply.Accepted).toList();
    if (accepted.isEmpty()) return failed(all.getFirst().reply());
    Json.Obj answer = Json.obj("id", Json.of(id), "sender", Json.of(send.sender()), "type", Json.of(send.type()));
    if (send.templateId().isPresent()) answer = answer.with("template_id", Json.of(send.templateId().get()));
    var data = new ArrayList<Json>();
    for (Sent sent : accepted)
      data.add(Json.obj("message_id", Json.of(sent.id()), "recipient",
          Json.of(sent.recipient().address().substring(1))));
    return Answer.ok(answer.with("body", Json.of(send.text())).with("createdDateTime", Json.of(created))
        .with("totalCount", Json.of(accepted.size())).with("data", Json.list(data)).with("dlrurl", Json.nothing())
        .with("error", Answers.EMPTY));
  }

  private static Answer failed(SendReply reply) {
    return switch (reply) {
      case SendReply.Refused refused -> Answers.tooMany(refused.retryAfter());
      case EngineAway _ -> Answers.busy();
      case SendReply.Accepted _ -> throw new IllegalArgumentException("accepted");
    };
  }
}
