package dev.otpstream.ingress.kaleyra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.ingress.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the body, the answer is a documented one, and what is sent is what came; a seed says which bodies. */
class AnyKaleyraRequestTest {
  private static final int REQUESTS = 2000;
  private static final Set<String> CODES = Set.of("E104", "E401", "E402", "E403", "E404", "E405", "E406", "E413",
      "E600",
      "E601", "E602", "E604", "E606", "E608", "E609", "E610", "E611", "E615", "E616", "E618", "E619");
  private static final Set<String> VERIFY_CODES = Set.of("E403", "E413", "E600", "E800", "E801", "E804", "E805", "E905",
      "E909", "E912");
  private static final Set<Integer> STATUSES = Set.of(200, 400);
  private static final List<String> ODD = List.of("", " ", "\u0000", "ü€😀\n\t\"\\", "x".repeat(3000), "{{code}}",
      "[1]",
      "-1", "1e400", "../../etc", "'; --", "null", "https://127.0.0.1/", "=&+%", "+12025550123,+380971234567");
  private final KaleyraCaller caller = new KaleyraCaller();
  private final Map<String, List<String>> good = good();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3}) void anyRequestIsAnsweredAlikeInEachEncoding(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < REQUESTS; i++) {
      Map<String, String> fields = fields(random);
      Answer form = caller.send(fields);
      Answer json = caller.post("send", "application/json", json(fields).text());
      Answer parts = caller.post("send_sms", "multipart/form-data; boundary=b0undary", multipart(fields));
      assertDocumented(form);
      assertThat(json.body().text()).isEqualTo(form.body().text());
      assertThat(parts.body().text()).isEqualTo(form.body().text());
      if (form.status() == 200) assertUnchanged(fields, form);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5}) void anyDamagedRequestIsAnswered(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < REQUESTS; i++) {
      Map<String, String> fields = fields(random);
      assertDocumented(caller.post("send", KaleyraCaller.FORM, damaged(KaleyraCaller.encoded(fields), random)));
      assertDocumented(caller.post("send", "application/json", damaged(json(fields).text(), random)));
      assertDocumented(caller.post("send", "multipart/form-data; boundary=b0undary",
          damaged(multipart(fields), random)));
      assertDocumented(caller.get("status", new String(damaged("message_ids=" + KaleyraCaller.ID + ":1", random),
          StandardCharsets.ISO_8859_1)));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {6, 7}) void anyVerifyRequestIsAnswered(long seed) {
    var random = new Random(seed);
    caller.engine.onVerify(new dev.otpstream.ingress.engine.VerifyReply.Judged(
        dev.otpstream.schemas.VerifyOutcome.WRONG_CODE, 1, java.time.Duration.ZERO));
    for (int i = 0; i < REQUESTS; i++) {
      Json.Obj to = Json.obj("mobile", Json.of(pick(random, good.get("to"))));
      Json.Obj body = Json.obj("flow_id", Json.of(pick(random, List.of("f1", ""))), "to", to);
      if (random.nextBoolean())
        body = Json.obj("verify_id", Json.of(VerifyIds.of(1025)), "otp", Json.of(pick(random, ODD)));
      for (byte[] sent : List.of(bytes(body.text()), damaged(body.text(), random)))
        for (String operation : List.of("verify", "validate"))
          assertDocumentedVerify(caller.post(operation, "application/json", sent));
    }
  }

  private void assertUnchanged(Map<String, String> fields, Answer answer) {
    Json.Obj body = reread(answer);
    for (String name : List.of("body", "sender", "type"))
      assertThat(body.find(name)).contains(Json.of(fields.get(name)));
    assertThat(caller.engine.sends.getLast().route().getFirst().text()).contains(fields.get("body"));
    assertThat(caller.engine.sends.getLast().route().getFirst().sender()).contains(fields.get("sender"));
  }

  private static void assertDocumented(Answer answer) {
    assertThat(answer.status()).isIn(STATUSES);
    Json.Obj body = reread(answer);
    if (answer.status() == 200) assertThat(body.find("data")).isPresent();
    else
      assertThat(((Json.Str) body.find("code").orElseThrow()).value()).isIn(CODES);
  }

  private static void assertDocumentedVerify(Answer answer) {
    assertThat(answer.status()).isIn(STATUSES);
    Json.Obj body = reread(answer);
    if (answer.status() == 200) assertThat(body.find("data")).isPresent();
    else
      assertThat(((Json.Str) ((Json.Obj) body.find("error").orElseThrow()).find("code").orElseThrow()).value())
          .isIn(VERIFY_CODES);
  }

  private Map<String, String> fields(Random random) {
    var fields = new LinkedHashMap<String, String>();
    good.forEach((name, values) -> {
      int chance = random.nextInt(40);
      if (chance > 0) fields.put(name, pick(random, chance < 3 ? ODD : values));
    });
    return fields;
  }

  private static Json json(Map<String, String> fields) {
    var object = new LinkedHashMap<String, Json>();
    fields.forEach((name, value) -> object.put(name, Json.of(value)));
    return new Json.Obj(object);
  }

  private static String multipart(Map<String, String> fields) {
    var body = new StringBuilder();
    fields.forEach((name, value) -> body.append("--b0undary\r\nContent-Disposition: form-data; name=\"").append(name)
        .append("\"\r\n\r\n").append(value).append("\r\n"));
    return body.append("--b0undary--\r\n").toString();
  }

  private static byte[] damaged(String text, Random random) {
    byte[] bytes = bytes(text);
    for (int n = random.nextInt(3) + 1; n > 0 && bytes.length > 0; n--)
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    return random.nextInt(4) == 0 ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
  }

  private static <T> T pick(Random random, List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Json.Obj reread(Answer answer) {
    return JsonReader.readObject(bytes(answer.body().text())).orElseThrow();
  }

  private static Map<String, List<String>> good() {
    var good = new LinkedHashMap<String, List<String>>();
    good.put("to", List.of("+12025550123", "380971234567", " 1 202 555 0123"));
    good.put("type", List.of("OTP", "TXN", "MKT", "DEFAULT"));
    good.put("sender", List.of("KLRHXA", "+380971234567", "My Shop"));
    good.put("body", List.of("Your code is 1234", " Код 1234", "100% {id} <x> & \"y\"\r\n", "😀1234"));
    good.put("callback", List.of("https://example.org/h", "https://example.org/?id={id}", ""));
    good.put("template_id", List.of("1207162376995270012", ""));
    good.put("unicode", List.of("AUTO", "0"));
    good.put("ref", List.of("a1", ""));
    return good;
  }
}
