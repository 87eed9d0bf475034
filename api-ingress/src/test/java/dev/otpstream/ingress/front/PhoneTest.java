package dev.otpstream.ingress.front;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneTest {
  @ParameterizedTest
  @ValueSource(strings = {"380971234567", "+380971234567", "+38 (097) 123-45-67",
    " 380 97 123 45 67 "}) void oneNumberHasManySpellings(String written) {
    assertThat(Phone.parse(written)).contains(new Phone("+380971234567"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "+", "123456", "1234567890123456", "++380971234567", "380971234567+",
    "38097123456a", "380.971.234.567", "tel:+380971234567", "+380971234567;ext=1", "٣٨٠٩٧١٢٣٤٥٦٧", "００３８０９７",
    "0971234567",
    "+380000000000", "380971234567\n", "380971234567\u0000",
    "+38 (097) 123-45-67                                ,"}) void whatIsNoNumberIsNone(String written) {
    assertThat(Phone.parse(written)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"+380971234567,+38097*****67", "+16505550123,+16505****23", "+4915112345678,+49151******78",
    "+1234567,+1****67", "+123456789012345,+12345********45"}) void aMaskedNumberKeepsItsBeginningAndEnd(String e164,
        String masked) {
    assertThat(new Phone(e164).masked()).isEqualTo(masked);
  }

  @Test void aNumberPrintsMasked() {
    assertThat(new Phone("+380971234567")).hasToString("Phone[+38097*****67]");
  }
}
