package dev.otpstream.acceptance;

import static org.awaitility.Awaitility.await;

import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.stage.PhoneMessage;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The people at the other end. */
final class Phones {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Pattern CODE = Pattern.compile("(?<!\\d)\\d{4,8}(?!\\d)");
  private final Simulators simulators;

  Phones(Simulators simulators) {
    this.simulators = simulators;
  }

  /** A number that exists, and that no other test uses. */
  static String number(int index) {
    return "+38097%07d".formatted(1_000_000 + index);
  }

  /** The code that the phone received by this provider; waits for it. */
  String codeOn(String phone, String provider) {
    PhoneMessage message = await("a message on the phone by " + provider).atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20)).until(() -> by(phone, provider), found -> !found.isEmpty()).getLast();
    return message.code() != null ? message.code() : codeIn(message.text());
  }

  /** The code that the phone received by whatever channel; waits for it. */
  String codeOn(String phone) {
    PhoneMessage message = await("a message on the phone").atMost(PATIENCE).pollInterval(Duration.ofMillis(20))
        .until(() -> simulators.messagesOf(phone), found -> !found.isEmpty()).getLast();
    return message.code() != null ? message.code() : codeIn(message.text());
  }

  List<PhoneMessage> by(String phone, String provider) {
    return simulators.messagesOf(phone).stream().filter(message -> message.provider().equals(provider)).toList();
  }

  static String codeIn(String text) {
    Matcher matcher = CODE.matcher(text);
    if (!matcher.find()) throw new IllegalStateException("no code in the text");
    return matcher.group();
  }

  static String wrong(String code) {
    return (code.charAt(0) == '9' ? '1' : (char) (code.charAt(0) + 1)) + code.substring(1);
  }
}
