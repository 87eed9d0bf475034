package dev.otpstream.ingress.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormTest {
  private static final String TYPE = "multipart/form-data; boundary=XyZ";

  @Test void blanksPlusesAndPercentSignsAreDecoded() {
    Form form = Form.urlEncoded(bytes("to=+1%2B2&body=a+b%20c&empty=&bare&=nameless&&x=1&x=2")).orElseThrow();
    assertThat(form.fields()).containsOnlyKeys("to", "body", "empty", "bare", "", "x");
    assertThat(form.all("to")).containsExactly(" 1+2");
    assertThat(form.all("body")).containsExactly("a b c");
    assertThat(form.all("empty")).containsExactly("");
    assertThat(form.all("bare")).containsExactly("");
    assertThat(form.all("x")).containsExactly("1", "2");
    assertThat(form.all("absent")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"50% off", "%", "%2", "%zz", "%%%", "100%"}) void aPercentSignThatCodesNothingStandsForItself(
      String text) {
    assertThat(Form.urlEncoded(bytes("b=" + text)).orElseThrow().all("b")).containsExactly(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"b=%C3", "b=%FF", "%C3=b", "b=%ED%A0%80"}) void whatIsNotUtf8IsNoForm(String body) {
    assertThat(Form.urlEncoded(bytes(body))).isEmpty();
  }

  @Test void bytesAboveAsciiNeedNoCoding() {
    assertThat(Form.urlEncoded(bytes("b=Код")).orElseThrow().all("b")).containsExactly("Код");
    assertThat(Form.query("b=%D0%9A").orElseThrow().all("b")).containsExactly("К");
  }

  @Test void anythingThatIsEncodedIsReadUnchanged() {
    var random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      String text = random.ints(random.nextInt(30), 1, 0x3000).collect(StringBuilder::new,
          StringBuilder::appendCodePoint, StringBuilder::append).toString();
      String coded = URLEncoder.encode(text, StandardCharsets.UTF_8);
      assertThat(Form.urlEncoded(bytes("b=" + coded)).orElseThrow().all("b")).containsExactly(text);
      Form parts = Form.multipart(bytes(part("b", text)), TYPE).orElseThrow();
      assertThat(parts.all("b")).containsExactly(text);
    }
  }

  @Test void moreFieldsThanTheLimitAreNoForm() {
    assertThat(Form.urlEncoded(bytes("a=1&".repeat(Form.FIELDS_MAX)))).isPresent();
    assertThat(Form.urlEncoded(bytes("a=1&".repeat(Form.FIELDS_MAX + 1)))).isEmpty();
  }

  @Test void aMultipartFormIsReadAsCurlWritesIt() {
    String body = String.join("\r\n", "preamble", "--XyZ", "Content-Disposition: form-data; name=\"to\"", "", "+1",
        "--XyZ", "content-disposition: form-data; name=body", "Content-Type: text/plain", "", " a", "b", "--XyZ",
        "Content-Disposition: form-data; name=\"empty\"", "", "", "--XyZ--", "");
    Form form = Form.multipart(bytes(body), "Multipart/Form-Data; charset=utf-8; Boundary=\"XyZ\"").orElseThrow();
    assertThat(form.fields()).isEqualTo(Map.of("to", java.util.List.of("+1"), "body", java.util.List.of(" a\r\nb"),
        "empty", java.util.List.of("")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--XyZ", "--XyZ\r\n", "--XyZ\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx",
    "--XyZ\r\nContent-Disposition: form-data; name=\"a\"; filename=\"f\"\r\n\r\nx\r\n--XyZ--",
    "--XyZ\r\nContent-Disposition: form-data\r\n\r\nx\r\n--XyZ--", "--XyZ\r\n\r\nx\r\n--XyZ--",
    "--Other\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--Other--"}) void aMultipartThatIsMalformedOrHasAFileIsNoForm(
        String body) {
    assertThat(Form.multipart(bytes(body), TYPE)).isEmpty();
  }

  @Test void aMultipartWithoutABoundaryOrNotInUtf8IsNoForm() {
    assertThat(Form.multipart(bytes(part("a", "x")), "multipart/form-data")).isEmpty();
    assertThat(Form.multipart(part("a", "\u00ff").getBytes(StandardCharsets.ISO_8859_1), TYPE)).isEmpty();
  }

  @Test void anyDamageIsReadOrRefusedButNeverThrows() {
    var random = new Random(8);
    byte[] good = bytes(part("a", "x") + part("b", ""));
    for (int i = 0; i < 5000; i++) {
      byte[] damaged = java.util.Arrays.copyOf(good, random.nextInt(good.length + 1));
      for (int n = random.nextInt(4); n > 0 && damaged.length > 0; n--)
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      assertThatCode(() -> {
        Form.multipart(damaged, TYPE);
        Form.urlEncoded(damaged);
      }).doesNotThrowAnyException();
    }
  }

  private static String part(String name, String value) {
    return "--XyZ\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n--XyZ--\r\n";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
