package dev.otpstream.micro;

import dev.otpstream.ingress.front.Phone;
import dev.otpstream.ingress.front.TextTemplate;
import dev.otpstream.kit.text.GsmAlphabet;
import dev.otpstream.kit.text.SmsText;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Phone numbers as callers write them, texts with places, and what becomes of a text on its way to an SMS centre. */
@State(Scope.Benchmark)
public class TextBenchmark {
  private String plain = "380971234567";
  private String decorated = "+380 (97) 123-45-67";
  private String latin = "Acme: your code is 482916. It is good for 5 minutes.";
  private String cyrillic = "Acme: ваш код 482916. Дійсний 5 хвилин.";
  private final TextTemplate template = new TextTemplate(
      "{{brand}}: your code is {{code}}. It is good for {{minutes}} minutes.");
  private final Map<String, String> values = Map.of("brand", "Acme", "code", "482916", "minutes", "5");

  @Benchmark public Optional<Phone> parsePhone() {
    return Phone.parse(plain);
  }

  @Benchmark public Optional<Phone> parseDecoratedPhone() {
    return Phone.parse(decorated);
  }

  @Benchmark public String fillTemplate() {
    return template.with(values);
  }

  @Benchmark public byte[] encodeGsm() {
    return GsmAlphabet.encode(latin);
  }

  @Benchmark public SmsText cutLatin() {
    return SmsText.of(latin);
  }

  @Benchmark public SmsText cutCyrillic() {
    return SmsText.of(cyrillic);
  }
}
