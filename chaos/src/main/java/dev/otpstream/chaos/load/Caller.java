package dev.otpstream.chaos.load;

import dev.otpstream.chaos.evidence.Call;
import dev.otpstream.chaos.evidence.Call.Order;
import dev.otpstream.chaos.evidence.Call.Told;
import dev.otpstream.chaos.load.Http.Answer;
import dev.otpstream.chaos.processes.Wait;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A caller that asks again under the same key, now here, now there, until it is told. Some of its first tries are cut off
 * before the answer. Thread-safe.
 */
final class Caller {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(250);
  private static final int CUT_ONE_OF = 10;
  private static final int CUT_AFTER_MS_MAX = 40;
  private final Http http;
  private final List<URI> urls;
  private final CallJournal journal;

  Caller(Http http, List<URI> urls, CallJournal journal) {
    this.http = http;
    this.urls = urls;
    this.journal = journal;
  }

  /** What a send asks for. */
  record Send(String phone, int attempts, int lifeMinutes, List<String> channels, String text, String hook) {}

  Call send(long story, Tenant tenant, String key, Send send) {
    return ask(new Asked(story, tenant, Order.SEND, key, send.phone(), false, 0, send.attempts()), "/v1/otp/send",
        Map.of("phone", "+" + send.phone(), "max_attempts", send.attempts(), "ttl_minutes", send.lifeMinutes(),
            "code_length", Person.CODE_LENGTH, "channels", send.channels(), "text", send.text(), "hook", send.hook()));
  }

  Call verify(Call sent, Tenant tenant, String key, String guess, boolean right) {
    return ask(
        new Asked(sent.story(), tenant, Order.VERIFY, key, sent.phone(), right, sent.messageId(), 0),
        "/v1/otp/verify", Map.of("phone", "+" + sent.phone(), "code", guess));
  }

  Call cancel(Call sent, Tenant tenant, String key) {
    return ask(
        new Asked(sent.story(), tenant, Order.CANCEL, key, sent.phone(), false, sent.messageId(), 0),
        "/v1/otp/cancel", Map.of("message_id", Long.toString(sent.messageId())));
  }

  private record Asked(long story, Tenant tenant, Order order, String key, String phone, boolean right, long messageId,
      int attempts) {}

  private Call ask(Asked asked, String path, Map<String, ?> body) {
    long begunMs = System.currentTimeMillis();
    int tries = 0;
    int turn = ThreadLocalRandom.current().nextInt(urls.size());
    Answer answer = Answer.NONE;
    journal.begun();
    try {
      if (ThreadLocalRandom.current().nextInt(CUT_ONE_OF) == 0) {
        tries++;
        http.postAndHangUp(url(turn++, path), asked.tenant().apiKey(), asked.key(), body,
            Duration.ofMillis(ThreadLocalRandom.current().nextInt(CUT_AFTER_MS_MAX)));
      }
      while (System.currentTimeMillis() - begunMs < PATIENCE.toMillis()) {
        tries++;
        answer = http.post(url(turn++, path), asked.tenant().apiKey(), asked.key(), body);
        if (!isUnknown(answer)) break;
        Wait.pause(BETWEEN_TRIES);
      }
    } finally {
      journal.ended();
    }
    long id = asked.order() == Order.SEND ? answer.body().path("message_id").asLong() : asked.messageId();
    Call call = new Call(asked.story(), asked.order(), asked.key(), asked.phone(), asked.right(),
        told(asked.order(), answer), id, asked.attempts(), begunMs, System.currentTimeMillis(), tries);
    journal.add(call, answer);
    return call;
  }

  private URI url(int turn, String path) {
    return urls.get(turn % urls.size()).resolve(path);
  }

  /** Whether nobody can say from it what was done. */
  private static boolean isUnknown(Answer answer) {
    return answer.status() == 0 || answer.status() >= 500;
  }

  private static Told told(Order order, Answer answer) {
    if (isUnknown(answer)) return Told.NOTHING;
    if (answer.status() != 200) return Told.NO;
    return switch (order) {
      case SEND -> answer.body().path("sent").asBoolean() ? Told.ACCEPTED : Told.NO;
      case CANCEL -> answer.body().path("cancelled").asBoolean() ? Told.CANCELLED : Told.NO;
      case VERIFY -> {
        if (answer.body().path("verified").asBoolean()) yield Told.VERIFIED;
        yield answer.body().path("reason").asText().equals("wrong_code") ? Told.WRONG_CODE : Told.NO;
      }
    };
  }
}
