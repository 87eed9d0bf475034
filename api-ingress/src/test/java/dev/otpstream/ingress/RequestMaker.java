package dev.otpstream.ingress;

import dev.otpstream.ingress.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Requests that are nearly right, from a seed: known names, and values that are good, odd or absurd. */
final class RequestMaker {
  private static final List<Json> ODD = List.of(Json.nothing(), Json.of(true), Json.of(false), Json.of(0), Json.of(-1),
      new Json.Num("9223372036854775807"), new Json.Num("1e400"), new Json.Num("-0.00"), new Json.Num("9".repeat(60)),
      Json.of(""), Json.of(" "), Json.of("\u0000"), Json.of("ü€😀\n\t\"\\"), Json.of("x".repeat(3000)),
      Json.list(List.of()),
      new Json.Obj(Map.of()), Json.list(List.of(Json.of("sms"), Json.nothing())), Json.of("{{code}}"),
      Json.of("../../etc"));
  private final Random random;
  private final Map<String, List<Json>> good;

  /** @param good names, each with values that are right for it */
  RequestMaker(long seed, Map<String, List<Json>> good) {
    this.random = new Random(seed);
    this.good = new LinkedHashMap<>(good);
  }

  /** An object with some of the names, most of them right. */
  Json.Obj object() {
    var fields = new LinkedHashMap<String, Json>();
    good.forEach((name, values) -> {
      int chance = random.nextInt(20);
      if (chance == 0) return;
      fields.put(name, chance < 4 ? odd() : values.get(random.nextInt(values.size())));
    });
    return new Json.Obj(fields);
  }

  /** Any value. */
  Json odd() {
    return ODD.get(random.nextInt(ODD.size()));
  }

  List<Json> objects(int max) {
    var objects = new ArrayList<Json>();
    for (int i = random.nextInt(max) + 1; i > 0; i--)
      objects.add(random.nextInt(20) == 0 ? odd() : object());
    return objects;
  }

  /** The text with some characters lost, doubled or replaced. */
  String damaged(String text) {
    var damaged = new StringBuilder(text);
    for (int i = random.nextInt(3) + 1; i > 0 && !damaged.isEmpty(); i--) {
      int at = random.nextInt(damaged.length());
      switch (random.nextInt(3)) {
        case 0 -> damaged.deleteCharAt(at);
        case 1 -> damaged.insert(at, damaged.charAt(at));
        default -> damaged.setCharAt(at, (char) random.nextInt(0x10000));
      }
    }
    return damaged.toString();
  }

  byte[] noise() {
    byte[] noise = new byte[random.nextInt(200)];
    random.nextBytes(noise);
    return noise;
  }
}
