package dev.otpstream.chaos.load;

import java.util.List;
import java.util.Random;

/**
 * One person's life with a code. The same seed tells the same story of the same number.
 *
 * @param number which story of the run; no other has its phone
 * @param kind   what the person does
 * @param phone  digits only
 * @param seed   for what is decided on the way
 */
record Story(long number, Kind kind, String phone, List<String> channels, long seed) {
  /** With a letter outside the GSM alphabet a part holds 67 characters. */
  private static final String LONG_TEXT = "Ваш код: {{code}}. Не повідомляйте його нікому, навіть якщо вас про це просять телефоном.";
  private static final long FIRST_PHONE = 380_971_000_000L;
  private static final long PHONES = 8_999_999;

  /** What people do with a code. */
  enum Kind {
    /** Types it eight times at once. */
    RIGHT_IN_PARALLEL(60),
    /** Types it. */
    RIGHT(10),
    /** Mistypes it once or twice first. */
    WRONG_THEN_RIGHT(10),
    /** Guesses twelve times at once, then learns the code and tries it. */
    HOSTILE(7),
    /** Has it cancelled, and tries it all the same. */
    CANCELLED(4),
    /** Asks for a second one, and tries both. */
    SENT_AGAIN(5),
    /** Never comes back. */
    ABANDONED(4);

    private final int share;

    Kind(int share) {
      this.share = share;
    }
  }

  static Story of(long seed, long number) {
    var random = new Random(seed * 1_000_003 + number);
    String phone = Long.toString(FIRST_PHONE + (number * 7_919 + Math.floorMod(seed, 1_000)) % PHONES);
    List<String> channels = switch (random.nextInt(10)) {
      case 0, 1 -> List.of("sms");
      case 2 -> List.of("sms", "telegram");
      default -> List.of("telegram", "sms");
    };
    return new Story(number, kind(random), phone, channels, random.nextLong());
  }

  private static Kind kind(Random random) {
    int all = 0;
    for (Kind kind : Kind.values())
      all += kind.share;
    int drawn = random.nextInt(all);
    for (Kind kind : Kind.values()) {
      if (drawn < kind.share) return kind;
      drawn -= kind.share;
    }
    throw new IllegalStateException("shares do not add up");
  }

  /** What an SMS says: some take two parts. */
  String text() {
    return seed % 3 == 0 ? LONG_TEXT : "Code {{code}}";
  }

  /** The same person, who will come back. */
  Story remembering() {
    return kind == Kind.ABANDONED ? new Story(number, Kind.RIGHT, phone, channels, seed) : this;
  }

  /** Without the phone. */
  @Override public String toString() {
    return "Story[" + number + " " + kind + " " + channels + "]";
  }
}
