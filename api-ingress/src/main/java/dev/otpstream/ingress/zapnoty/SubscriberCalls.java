package dev.otpstream.ingress.zapnoty;

import dev.otpstream.ingress.accounts.Caller;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Call;
import dev.otpstream.ingress.front.Envelope;
import dev.otpstream.ingress.front.Form;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.ingress.subscribers.Subscribers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** {@code GET /v1/subscribers} and {@code GET /v1/subscribe-link}. */
final class SubscriberCalls {
  private static final int PAGE_DEFAULT = 50;
  private static final int PAGE_MAX = 200;
  private static final int OFFSET_MAX = 999_999_999;
  private static final String PAYLOAD = "sub_";
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
  private static final Form NO_QUERY = new Form(Map.of());
  private final Subscribers subscribers;
  private final BotLinks links;

  SubscriberCalls(Subscribers subscribers, BotLinks links) {
    this.subscribers = subscribers;
    this.links = links;
  }

  Answer list(Caller caller, Call call) {
    Form query = Form.query(call.query()).orElse(NO_QUERY);
    OptionalInt limit = number(query, "limit", PAGE_DEFAULT, 1, PAGE_MAX);
    OptionalInt offset = number(query, "offset", 0, 0, OFFSET_MAX);
    Optional<String> channel = query.all("channel").stream().findFirst();
    if (limit.isEmpty()) return invalid("limit is not a whole number from 1 to " + PAGE_MAX);
    if (offset.isEmpty()) return invalid("offset is not a whole number from 0 to " + OFFSET_MAX);
    if (channel.isPresent() && !BotLinks.MESSENGERS.contains(channel.get()))
      return invalid("channel is not telegram or max");
    var page = subscribers.page(caller.accountId(), channel, offset.getAsInt(), limit.getAsInt());
    return Answer.ok(Json.obj("subscribers", Json.list(page.people().stream().map(SubscriberCalls::person).toList()),
        "total", Json.of(page.total())));
  }

  Answer link(Caller caller) {
    Json.Obj answer = new Json.Obj(Map.of());
    for (String messenger : BotLinks.MESSENGERS)
      answer = answer.with(messenger + "_link", links.link(messenger, PAYLOAD + caller.accountId()));
    return Answer.ok(answer);
  }

  private static Json person(Subscribers.Person person) {
    return Json.obj("id", Json.of(person.id().toString()), "channel", Json.of(person.channel()), "first_name",
        Json.of(person.firstName())).with("username", Json.of(person.username()))
        .with("lang", Json.of(person.language())).with("tags", Json.list(List.of()))
        .with("created_at", Json.of(person.createdAt().toString()));
  }

  private static OptionalInt number(Form query, String name, int fallback, int min, int max) {
    Optional<String> given = query.all(name).stream().findFirst();
    if (given.isEmpty()) return OptionalInt.of(fallback);
    if (!NUMBER.matcher(given.get()).matches()) return OptionalInt.empty();
    int number = Integer.parseInt(given.get());
    return number >= min && number <= max ? OptionalInt.of(number) : OptionalInt.empty();
  }

  private static Answer invalid(String problem) {
    return Envelope.error(400, "validation_failed", problem);
  }
}
