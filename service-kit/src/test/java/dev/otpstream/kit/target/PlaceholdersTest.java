package dev.otpstream.kit.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlaceholdersTest {
  private static final TargetRules RULES = new TargetRules(Set.of(443), false);

  @Test void valuesArePercentEncoded() {
    String url = Placeholders.fill("https://example.org/{status}?id={id}&t={timestamp}&again={id}",
        Map.of("id", "a:1/../#?&=", "status", "NOT-SENT", "timestamp", "2019-11-04 10:42:31"));
    assertThat(url).isEqualTo("https://example.org/NOT-SENT?id=a%3A1%2F..%2F%23%3F%26%3D&t=2019-11-04%2010%3A42%3A31"
        + "&again=a%3A1%2F..%2F%23%3F%26%3D");
  }

  @Test void aWordWithoutAValueIsEmpty() {
    assertThat(Placeholders.blank("https://example.org/?id={id}")).isEqualTo("https://example.org/?id=");
  }

  @Test void anUnknownWordStaysAndIsNoUrl() {
    String url = Placeholders.blank("https://example.org/?id={password}");
    assertThat(url).isEqualTo("https://example.org/?id={password}");
    assertThat(RULES.read(url)).isEqualTo(Forbidden.MALFORMED);
  }

  @Test void noValueCanChooseTheHost() {
    String url = Placeholders.fill("https://{recipient}.example.org/", Map.of("recipient", "127.0.0.1/"));
    assertThat(url).isEqualTo("https://{recipient}.example.org/");
    assertThat(RULES.read(url)).isEqualTo(Forbidden.MALFORMED);
  }

  @Test void onlyKnownWordsCount() {
    assertThat(Placeholders.areIn("https://example.org/?id={id}")).isTrue();
    assertThat(Placeholders.areIn("https://example.org/?id={ID}")).isFalse();
    assertThat(Placeholders.areIn("https://example.org/?id=id")).isFalse();
  }
}
