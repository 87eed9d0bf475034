package dev.otpstream.ingress.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTemplateTest {
  @Test void placesGetTheirValuesAndOthersStay() {
    var template = new TextTemplate("Hi {{name}}, {{code}} {{code}} {{ttl}}");
    assertThat(template.with(Map.of("name", "Bob", "code", "1"))).isEqualTo("Hi Bob, 1 1 {{ttl}}");
    assertThat(template.names()).containsExactlyInAnyOrder("name", "code", "ttl");
  }

  @Test void whatAValueSaysIsNeverReadAgain() {
    var template = new TextTemplate("{{a}}{{b}}");
    assertThat(template.with(Map.of("a", "{{b}}", "b", "{{a}} $0 \\"))).isEqualTo("{{b}}{{a}} $0 \\");
    assertThat(new TextTemplate("{{{{a}}}}").with(Map.of("a", "b", "b", "x"))).isEqualTo("{{b}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{{}}", "{{a", "a}}", "{a}", "{{ a }}", "{{a\n}}", "{{\u0000}}"}) void whatIsNoPlaceStays(
      String text) {
    assertThat(new TextTemplate(text).with(Map.of("a", "1"))).isEqualTo(text);
  }

  @Test void itPrintsNothingOfItself() {
    assertThat(new TextTemplate("Hi").toString()).doesNotContain("Hi");
  }
}
