package dev.otpstream.ingress.kaleyra;

import dev.otpstream.ingress.FakeCallers;
import dev.otpstream.ingress.FakeEngine;
import dev.otpstream.ingress.accounts.CallRates;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Call;
import dev.otpstream.ingress.front.Operation;
import dev.otpstream.kit.target.TargetRules;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** A caller of Kaleyra's words, with the documented sample as its request. */
final class KaleyraCaller {
  static final String SID = "HXXXXXXX071US";
  static final String ID = "ee8a0000-0000-4000-8000-9b717000030d";
  static final Instant NOW = Instant.parse("2019-11-04T10:42:23.999Z");
  static final String FORM = "application/x-www-form-urlencoded";
  final FakeEngine engine = new FakeEngine();
  private final Map<String, String> headers = new HashMap<>(Map.of(Call.API_KEY, FakeCallers.KEY));
  private final KaleyraDialect dialect;

  KaleyraCaller(Map<String, String> settings) {
    var targets = new TargetRules(Set.of(80, 443), false);
    var rates = new CallRates(0, () -> Instant.EPOCH);
    dialect = new KaleyraDialect(new FakeCallers(settings), rates, targets, engine, () -> NOW,
        () -> UUID.fromString(ID));
  }

  KaleyraCaller() {
    this(Map.of());
  }

  /** Sets a header of the calls to come; null removes it. */
  KaleyraCaller with(String header, String value) {
    if (value == null) headers.remove(header);
    else
      headers.put(header, value);
    return this;
  }

  /** The fields of the documented sample, to be changed. */
  static Map<String, String> sample() {
    var fields = new LinkedHashMap<String, String>();
    fields.put("to", "+12025550123");
    fields.put("type", "OTP");
    fields.put("sender", "KLRHXA");
    fields.put("body", "Hello! Your OTP is 1234.");
    return fields;
  }

  /** The sample with one field changed, as a form; null: without it. */
  Answer sendWith(String field, String value) {
    var fields = sample();
    if (value == null) fields.remove(field);
    else
      fields.put(field, value);
    return send(fields);
  }

  Answer send(Map<String, String> fields) {
    return post("send", FORM, encoded(fields));
  }

  Answer post(String operation, String contentType, String body) {
    return post(operation, contentType, body.getBytes(StandardCharsets.UTF_8));
  }

  Answer post(String operation, String contentType, byte[] body) {
    var all = new HashMap<>(headers);
    if (contentType != null) all.put(Call.CONTENT_TYPE, contentType);
    return call(operation, new Call(all, Map.of("sid", SID), "", body));
  }

  Answer get(String operation, String query) {
    return call(operation, new Call(headers, Map.of("sid", SID), query, new byte[0]));
  }

  private Answer call(String operation, Call call) {
    Operation found = dialect.operations().stream().filter(one -> one.name().equals(operation)).findFirst()
        .orElseThrow();
    return found.answers().apply(call).join();
  }

  static String encoded(Map<String, String> fields) {
    return fields.entrySet().stream().map(field -> field.getKey() + "="
        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
  }
}
