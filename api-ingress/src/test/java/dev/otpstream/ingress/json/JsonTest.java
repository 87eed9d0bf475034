package dev.otpstream.ingress.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @ParameterizedTest
  @ValueSource(strings = {"null", "true", "false", "0", "-0", "-1.50", "1E+400", "9223372036854775808",
    "\"\"", "\"ü€😀\"", "\"\\\"\\\\/\\n\\r\\t\\u0000\\u001f\"", "[]", "[1,[2,[]],{}]", "{}",
    "{\"b\":1,\"a\":{\"\":null}}"}) void whatIsReadIsWrittenAsItCame(String text) {
    assertThat(read(text)).isEqualTo(text);
  }

  @Test void blanksAndEscapesHaveOneText() {
    assertThat(read(" { \"a\" : [ 1 , \"\\u0041\\/\" ] }\r\n")).isEqualTo("{\"a\":[1,\"A/\"]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "}", "[1,]", "{\"a\"}", "{\"a\":1,}", "{'a':1}", "{a:1}", "01", "+1", ".5",
    "1.", "0x1", "NaN", "Infinity", "-Infinity", "undefined", "True", "nul", "\"a", "\"a\nb\"", "\"\\x\"",
    "\"\\ud800\"",
    "\"\\udc00\\ud800\"", "{\"\\ud800\":1}", "{\"a\":1,\"a\":1}", "1 2", "{}{}", "{} //", "/**/{}", "[1]]",
    "\u00001"}) void whatIsNotJsonIsNothing(String text) {
    assertThat(JsonReader.read(text.getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @Test void depthAndLengthsAreBounded() {
    assertThat(JsonReader.read(bytes("[".repeat(32) + "]".repeat(32)))).isPresent();
    assertThat(JsonReader.read(bytes("[".repeat(33) + "]".repeat(33)))).isEmpty();
    assertThat(JsonReader.read(bytes("[".repeat(100_000)))).isEmpty();
    assertThat(JsonReader.read(bytes("1".repeat(64)))).isPresent();
    assertThat(JsonReader.read(bytes("1".repeat(65)))).isEmpty();
    assertThat(JsonReader.read(bytes("{\"" + "n".repeat(300) + "\":1}"))).isEmpty();
  }

  @Test void aThousandMessagesAreReadAndAHundredThousandBracketsAreNot() {
    String message = IntStream.range(0, 15).mapToObj("\"name%d\":\"value\""::formatted)
        .collect(Collectors.joining(",", "{", "}"));
    assertThat(JsonReader.read(bytes("[" + "%s,".formatted(message).repeat(999) + message + "]"))).isPresent();
    assertThat(JsonReader.read(bytes("[" + "[],".repeat(50_000) + "[]]"))).isEmpty();
  }

  @Test void onlyUtf8IsRead() {
    assertThat(JsonReader.read("{\"a\":1}".getBytes(StandardCharsets.UTF_16))).isEmpty();
    assertThat(JsonReader.read("{\"a\":1}".getBytes(StandardCharsets.UTF_16LE))).isEmpty();
    assertThat(JsonReader.read("\"ü\"".getBytes(StandardCharsets.ISO_8859_1))).isEmpty();
    assertThat(JsonReader.read(new byte[]{'"', (byte) 0xC0, (byte) 0x80, '"'})).isEmpty();
    assertThat(JsonReader.read(new byte[]{'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'})).isEmpty();
    assertThat(JsonReader.read(bytes("\uFEFF{}"))).isPresent();
    assertThat(JsonReader.read(bytes("\uFEFF\uFEFF{}"))).isEmpty();
  }

  @Test void onlyAnObjectIsAnObject() {
    assertThat(JsonReader.readObject(bytes("{}"))).isPresent();
    assertThat(JsonReader.readObject(bytes("[]"))).isEmpty();
  }

  @Test void aFieldThatIsNullCountsAsAbsent() {
    Json.Obj object = JsonReader.readObject(bytes("{\"a\":null,\"b\":false}")).orElseThrow();
    assertThat(object.find("a")).isEmpty();
    assertThat(object.find("b")).isPresent();
    assertThat(object.find("c")).isEmpty();
  }

  @Test void valuesPrintNothingOfThemselves() {
    Json value = Json.obj("code", Json.of("482916"), "phone", Json.of(380971234567L), "list",
        Json.list(List.of(Json.of("482916"))));
    assertThat(value.toString()).doesNotContain("482916").doesNotContain("380971234567");
    assertThat(Json.of("482916").toString()).doesNotContain("482916");
    assertThat(Json.of(482916).toString()).doesNotContain("482916");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String read(String text) {
    return JsonReader.read(bytes(text)).orElseThrow().text();
  }
}
