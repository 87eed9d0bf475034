package dev.otpstream.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpstream.engine.core.Code;
import dev.otpstream.engine.core.Guess;
import dev.otpstream.schemas.OurCode;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.KeyFile;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.schemas.sealing.Unopenable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How codes are made, kept and compared. */
class SealingTest {
  private static final int CODES = 1_000_000;
  private static final int LENGTH = 6;
  private static final OurCode SIX_DIGITS = OurCode.newBuilder().setLength(LENGTH).setAttemptsAllowed(3).build();

  @TempDir
  private Path folder;

  /**
   * A biased generator, such as bytes modulo ten, is far out: its chi-square over a million codes is in the thousands.
   * The bound is where an honest generator is at most once in a billion runs, by the Wilson-Hilferty approximation.
   */
  @Test void everyDigitIsAsLikelyAtEveryPlace() {
    var seen = new long[LENGTH][10];
    var pairs = new long[LENGTH - 1][100];
    Sealing sealing = sealing();
    for (int i = 0; i < CODES; i++) {
      String code = sealing.code(LENGTH, 1);
      for (int place = 0; place < LENGTH; place++) {
        int digit = code.charAt(place) - '0';
        seen[place][digit]++;
        if (place > 0) pairs[place - 1][(code.charAt(place - 1) - '0') * 10 + digit]++;
      }
    }
    for (int place = 0; place < LENGTH; place++)
      assertThat(chiSquare(seen[place])).as("digits at place " + place).isLessThan(bound(9));
    for (int place = 1; place < LENGTH; place++)
      assertThat(chiSquare(pairs[place - 1])).as("digits at places %d and %d", place - 1, place).isLessThan(bound(99));
  }

  @Test void aBiasedGeneratorWouldBeSeen() {
    var random = new SecureRandom();
    var bytes = new byte[CODES];
    random.nextBytes(bytes);
    var seen = new long[10];
    for (byte one : bytes)
      seen[(one & 0xff) % 10]++;
    assertThat(chiSquare(seen)).isGreaterThan(bound(9));
  }

  @Test void codesAreNoSequence() {
    Sealing sealing = sealing();
    var codes = new HashSet<String>();
    for (int i = 0; i < 10_000; i++)
      codes.add(sealing.code(10, 7));
    assertThat(codes).as("62^10 of them").hasSize(10_000);
  }

  @Test void anAlphabetHoldsWhatItSaysAndNothingElse() {
    Sealing sealing = sealing();
    String[] forms = {"", "[0-9]+", "[a-z]+", "[0-9a-z]+", "[A-Z]+", "[0-9A-Z]+", "[a-zA-Z]+", "[0-9a-zA-Z]+"};
    int[] sizes = {0, 10, 26, 36, 26, 36, 52, 62};
    for (int alphabet = 1; alphabet <= 7; alphabet++) {
      String many = sealing.code(10_000, alphabet);
      assertThat(many).matches(forms[alphabet]);
      assertThat(many.chars().distinct().count()).as("alphabet " + alphabet).isEqualTo(sizes[alphabet]);
    }
  }

  @Test void theRightGuessOpensAndNoOtherDoes() throws Unopenable {
    Keys keys = keys();
    var sealing = new Sealing(keys);
    Code code = sealing.mint(SIX_DIGITS, 1024);
    String right = keys.open(code.sealed().bytes(), Contexts.code(1024));

    assertThat(guess(sealing, keys, right, 1024).opens(code.digest())).isTrue();
    for (String wrong : new String[]{"", right + "0", right.substring(1), "0" + right, right + " ", "аааааа"})
      assertThat(guess(sealing, keys, wrong, 1024).opens(code.digest())).as(wrong).isFalse();
    assertThat(guess(sealing, keys, right, 2048).opens(code.digest())).as("of another message").isFalse();
  }

  @Test void aCodeMadeBeforeARotationOpensAfterIt() throws Unopenable {
    Keys before = keys();
    Code code = new Sealing(before).mint(SIX_DIGITS, 1024);
    String right = before.open(code.sealed().bytes(), Contexts.code(1024));
    KeyFile.rotate(folder.resolve("keys.json"));
    Keys after = keys();

    assertThat(guess(new Sealing(after), after, right, 1024).opens(code.digest())).isTrue();
    assertThat(after.open(code.sealed().bytes(), Contexts.code(1024))).isEqualTo(right);
  }

  @Test void aCodeCannotBeReadOffItsState() throws Unopenable {
    Keys keys = keys();
    Code code = new Sealing(keys).mint(SIX_DIGITS, 1024);
    String right = keys.open(code.sealed().bytes(), Contexts.code(1024));
    assertThat(new String(code.digest().bytes(), StandardCharsets.ISO_8859_1)).doesNotContain(right);
    assertThat(new String(code.sealed().bytes(), StandardCharsets.ISO_8859_1)).doesNotContain(right);
    assertThat(code.toString()).doesNotContain(right);
  }

  @Test void aGuessOpensForItsAccountOnly() {
    Keys keys = keys();
    var sealed = ByteBuffer.wrap(keys.seal("482916", Contexts.guess("a1")));
    assertThatThrownBy(() -> new Sealing(keys).guess(sealed, "a2", 1024)).isInstanceOf(Unopenable.class)
        .hasMessageNotContaining("482916");
  }

  private static double chiSquare(long[] seen) {
    double sum = 0;
    for (long count : seen)
      sum += count;
    double expected = sum / seen.length;
    double chiSquare = 0;
    for (long count : seen)
      chiSquare += (count - expected) * (count - expected) / expected;
    return chiSquare;
  }

  /** What chi-square exceeds with a chance below 1e-10, so that eleven looks together stay below 1e-9. */
  private static double bound(int freedom) {
    double z = 6.37; // the normal distribution's upper 1e-10
    double spread = 2.0 / (9 * freedom);
    return freedom * Math.pow(1 - spread + z * Math.sqrt(spread), 3);
  }

  private static Guess guess(Sealing sealing, Keys keys, String text, long messageId)
      throws Unopenable {
    return sealing.guess(ByteBuffer.wrap(keys.seal(text, Contexts.guess("a1"))), "a1", messageId);
  }

  private Sealing sealing() {
    return new Sealing(keys());
  }

  private Keys keys() {
    return KeyFile.loadOrCreate(folder.resolve("keys.json"));
  }
}
