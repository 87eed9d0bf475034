package dev.otpstream.ingress.engagelab;

import dev.otpstream.ingress.engagelab.SendRequest.To;
import dev.otpstream.ingress.front.Fields;
import dev.otpstream.ingress.front.Phone;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.schemas.MessageText;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads calls that want something sent. The first field that is wrong is named. */
final class SendReader {
  private static final String TO_FORM = "a phone number with + and country code, or an e-mail address";
  private static final int TO_LENGTH_MAX = 254;
  private static final int TO_COUNT_MAX = 100;
  private static final Pattern EMAIL = Pattern.compile("[^\\s@\\p{Cntrl}]{1,64}@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+");
  private static final int TEMPLATE_ID_LENGTH_MAX = 128;
  private static final String LANGUAGE = "language";
  private static final Pattern LANGUAGE_FORM = Pattern.compile("[A-Za-z0-9_-]{1,32}");
  private static final int PARAMS_MAX = 100;
  private static final int PARAM_LENGTH_MAX = 1024;
  private static final int CODE_LENGTH_MAX = 64;

  private SendReader() {}

  /** One recipient, and a code of ours. */
  static SendRequest message(Json.Obj body) throws Refusal {
    Fields fields = Fields.of(body);
    return read(fields, one(fields), Optional.empty());
  }

  /** One recipient, and a code of the caller's. */
  static SendRequest ownCode(Json.Obj body) throws Refusal {
    Fields fields = Fields.of(body);
    List<To> to = one(fields);
    return read(fields, to, Optional.of(fields.requiredLine("code", CODE_LENGTH_MAX)));
  }

  /** One recipient or many; the code, if there is one, is among the params. */
  static SendRequest custom(Json.Obj body) throws Refusal {
    Fields fields = Fields.of(body);
    List<To> to = fields.find("to").orElse(null) instanceof Json.Arr(List<Json> items)
        ? many(fields, items)
        : one(fields);
    return read(fields, to, Optional.empty());
  }

  private static SendRequest read(Fields fields, List<To> to, Optional<String> ownCode) throws Refusal {
    if (!fields.has("template")) fields.wrong("template", "is required");
    Fields template = fields.object("template");
    String id = template.requiredLine("id", TEMPLATE_ID_LENGTH_MAX);
    String language = language(template);
    var params = new HashMap<>(params(template, "param_vars"));
    params.putAll(params(template, "params"));
    if (fields.problem().isPresent()) throw new Refusal(Answers.wrong(fields.problem().get()));
    return new SendRequest(to, id, language, params, ownCode);
  }

  private static List<To> one(Fields fields) {
    if (!fields.has("to")) fields.wrong("to", "is required");
    Optional<String> written = fields.string("to", TO_LENGTH_MAX, TO_FORM, _ -> true);
    Optional<To> to = written.flatMap(SendReader::recipient);
    if (written.isPresent() && to.isEmpty()) fields.wrong("to", "is not " + TO_FORM);
    return to.stream().toList();
  }

  /** Whoever is named twice is told once. */
  private static List<To> many(Fields fields, List<Json> items) {
    var all = new LinkedHashSet<To>();
    boolean good = !items.isEmpty() && items.size() <= TO_COUNT_MAX;
    for (Json item : good ? items : List.<Json>of()) {
      Optional<To> to = item instanceof Json.Str(String written) && written.length() <= TO_LENGTH_MAX
          ? recipient(written)
          : Optional.empty();
      to.ifPresent(all::add);
      good = good && to.isPresent();
    }
    if (!good) fields.wrong("to", "is not a list of 1 to %d, each %s".formatted(TO_COUNT_MAX, TO_FORM));
    return List.copyOf(all);
  }

  private static Optional<To> recipient(String written) {
    String bare = written.strip();
    if (bare.startsWith("+")) return Phone.parse(bare).map(To.ByPhone::new);
    return EMAIL.matcher(bare).matches() ? Optional.of(new To.ByEmail()) : Optional.empty();
  }

  /** Left out, null and empty all mean the default. */
  private static String language(Fields template) {
    boolean empty = template.find(LANGUAGE).orElse(null) instanceof Json.Str(String written) && written.isEmpty();
    return (empty
        ? Optional.<String>empty()
        : template.string(LANGUAGE, 32, "a language", text -> LANGUAGE_FORM.matcher(text).matches()))
        .orElse(Wordings.DEFAULT);
  }

  private static Map<String, String> params(Fields template, String name) {
    Fields params = template.object(name);
    if (params.names().size() > PARAMS_MAX) template.wrong(name, "has more than %d values".formatted(PARAMS_MAX));
    var values = new HashMap<String, String>();
    for (String key : params.names())
      params.find(key).ifPresent(value -> {
        if (value instanceof Json.Str(String text) && text.length() <= PARAM_LENGTH_MAX
            && text.indexOf(MessageText.CODE_PLACE) < 0)
          values.put(key, text);
        else
          template.wrong(name, "holds a value that is not a text of at most %d characters".formatted(PARAM_LENGTH_MAX));
      });
    return values;
  }
}
