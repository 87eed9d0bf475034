package dev.otpstream.ingress.webhooks;

import dev.otpstream.ingress.front.Call;
import dev.otpstream.ingress.front.Form;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.ingress.json.JsonReader;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads what operators ask for, from a query or from a body. */
final class Question {
  static final int LIST_LIMIT_DEFAULT = 100;
  static final int LIST_LIMIT_MAX = 1000;
  static final int REDELIVER_MAX = 10_000;
  static final int IDS_MAX = 1000;
  private static final Duration SPAN_DEFAULT = Duration.ofDays(1);
  private static final Pattern ID = Pattern.compile("[0-9]{1,4}\\.[0-9]{1,15}|[0-9]{1,16}-[0-9]{1,9}");
  private static final Pattern LIMIT = Pattern.compile("[1-9][0-9]{0,5}");

  /** Something in it makes no sense; the message is for the operator and quotes nothing. */
  static final class Senseless extends Exception {
    private static final long serialVersionUID = 1L;

    Senseless(String why) {
      super(why);
    }
  }

  /** A span of time, and an account or all. */
  record Span(Instant from, Instant to, Optional<String> account) {}

  /** What is to be sent again: these, or else what failed in a span. */
  record Again(List<String> ids, Span span) {}

  private Question() {}

  static Span span(Call call, Instant now) throws Senseless {
    Form form = form(call);
    return span(name -> form.all(name).stream().findFirst(), now);
  }

  static Optional<String> account(Call call) throws Senseless {
    return form(call).all("account").stream().findFirst();
  }

  static int limit(Call call) throws Senseless {
    Optional<String> limit = form(call).all("limit").stream().findFirst();
    if (limit.isEmpty()) return LIST_LIMIT_DEFAULT;
    if (!LIMIT.matcher(limit.get()).matches() || Integer.parseInt(limit.get()) > LIST_LIMIT_MAX)
      throw new Senseless("limit is not a whole number from 1 to " + LIST_LIMIT_MAX);
    return Integer.parseInt(limit.get());
  }

  static Again again(Call call, Instant now) throws Senseless {
    Optional<Json.Obj> body = call.isJson() ? JsonReader.readObject(call.body()) : Optional.empty();
    if (body.isEmpty()) throw new Senseless("The body is not a JSON object with content type application/json");
    List<String> ids = ids(body.get());
    boolean spanGiven = body.get().find("from").isPresent();
    if (ids.isEmpty() != spanGiven) throw new Senseless("Give either ids, or from and to");
    return new Again(ids, span(name -> body.get().find(name).flatMap(Question::text), now));
  }

  private static List<String> ids(Json.Obj body) throws Senseless {
    Optional<Json> given = body.find("ids");
    if (given.isEmpty()) return List.of();
    var ids = new ArrayList<String>();
    if (given.get() instanceof Json.Arr(List<Json> items))
      for (Json item : items)
      text(item).filter(ID.asMatchPredicate()).ifPresent(ids::add);
    boolean all = given.get() instanceof Json.Arr(List<Json> items) && items.size() == ids.size();
    if (!all || ids.isEmpty() || ids.size() > IDS_MAX)
      throw new Senseless("ids is not a list of 1 to %d ids, as listed, or event ids".formatted(IDS_MAX));
    return ids;
  }

  private static Optional<String> text(Json json) {
    return json instanceof Json.Str(String text) ? Optional.of(text) : Optional.empty();
  }

  private static Span span(Function<String, Optional<String>> field, Instant now) throws Senseless {
    Instant to = instant("to", field, now);
    Instant from = instant("from", field, to.minus(SPAN_DEFAULT));
    if (!from.isBefore(to)) throw new Senseless("from is not before to");
    return new Span(from, to, field.apply("account"));
  }

  private static Instant instant(String name, Function<String, Optional<String>> field, Instant fallback)
      throws Senseless {
    Optional<String> given = field.apply(name);
    if (given.isEmpty()) return fallback;
    try {
      Instant read = Instant.parse(given.get());
      if (read.isBefore(Instant.EPOCH) || read.isAfter(Instant.parse("9999-01-01T00:00:00Z")))
        throw new DateTimeException("far away");
      return read;
    } catch (DateTimeException _) {
      throw new Senseless(name + " is not a time such as 2026-01-02T03:04:05Z");
    }
  }

  private static Form form(Call call) throws Senseless {
    return Form.query(call.query()).orElseThrow(() -> new Senseless("The query cannot be read"));
  }
}
