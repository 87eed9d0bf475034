package dev.otpstream.benchmarks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class PhoneNumbersTest {
  private static final long ALL = (long) PhoneNumbers.PER_PREFIX * PhoneNumbers.PREFIXES.size();

  @Test void everyNumberIsOneThatItsCountryHandsOut() throws Exception {
    var numbers = PhoneNumberUtil.getInstance();
    for (long first = 0; first < ALL; first += ALL / 2_000 + 1) {
      String phone = new PhoneNumbers(first).next();
      assertThat(numbers.isValidNumber(numbers.parse("+" + phone, "ZZ"))).as(phone).isTrue();
    }
  }

  @Test void numbersDoNotRepeat() {
    var phones = new PhoneNumbers(ALL - 50_000); // over the end of all
    var seen = new HashSet<String>();
    for (int i = 0; i < 100_000; i++)
      assertThat(seen.add(phones.next())).isTrue();
  }
}
