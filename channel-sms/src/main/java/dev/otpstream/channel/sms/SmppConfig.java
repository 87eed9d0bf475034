package dev.otpstream.channel.sms;

import dev.otpstream.kit.Env;
import dev.otpstream.kit.Secret;
import dev.otpstream.kit.Trust;
import dev.otpstream.kit.text.SmsText.Reference;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/**
 * How to reach an SMS centre, and what was agreed with its operator.
 *
 * @param provider        the centre's name among providers
 * @param tls             what to trust over TLS; empty: no TLS
 * @param sourceAddr      the sender where a message names none
 * @param sessions        how many links of each kind are kept bound
 * @param window          submits that one link may have unanswered
 * @param receiptWindow   receipts of one link that may wait for Kafka; what comes beyond is asked to come again
 * @param rateMax         submits a second over all links of this process; 0 is no limit
 * @param enquireLink     how often each link is asked for a sign of life
 * @param responseTimeout how long an answer may take, and how long connecting may take
 * @param reconnectMin    the wait before the first try to bind again; it doubles with each that fails
 * @param reconnectMax    the longest such wait
 * @param bindRefusedWait the wait after a refusal that people must see to, such as a wrong password
 * @param acceptedIsFinal whether the state ACCEPTED is all that a route ever reports
 */
public record SmppConfig(String provider, String host, int port, Optional<SSLContext> tls, String systemId,
    Secret password, String sourceAddr,
    String systemType,
    Bind bind, int sessions, int window, int receiptWindow, int rateMax, Duration enquireLink,
    Duration responseTimeout, Duration reconnectMin, Duration reconnectMax, Duration bindRefusedWait,
    LongTexts longTexts, DefaultCoding defaultCoding, ReceiptIds receiptIds, boolean acceptedIsFinal) {
  static final int PORT_DEFAULT = 2775;
  static final int WINDOW_DEFAULT = 10;
  static final int RECEIPT_WINDOW_DEFAULT = 100;
  static final Duration ENQUIRE_LINK_DEFAULT = Duration.ofSeconds(30);
  static final Duration RESPONSE_TIMEOUT_DEFAULT = Duration.ofSeconds(10);
  static final Duration RECONNECT_MIN_DEFAULT = Duration.ofSeconds(1);
  static final Duration RECONNECT_MAX_DEFAULT = Duration.ofSeconds(60);
  static final Duration BIND_REFUSED_WAIT_DEFAULT = Duration.ofMinutes(5);

  /** Which links are kept: transceivers, or for each a transmitter and a receiver. */
  public enum Bind {
    TRX, TX_RX
  }

  /** How the parts of a text are told to belong together. */
  public enum LongTexts {
    UDH(Reference.ONE_OCTET), UDH16(Reference.TWO_OCTETS), SAR(Reference.ONE_OCTET), PAYLOAD(Reference.ONE_OCTET);

    private final Reference reference;

    LongTexts(Reference reference) {
      this.reference = reference;
    }

    Reference reference() {
      return reference;
    }
  }

  /**
   * Reads the settings of a centre, such as {@code SMPP_HOST} of {@code smpp} and {@code SMPP_BACKUP_HOST} of
   * {@code smpp-backup}. Problems are left in {@code env}.
   */
  public static SmppConfig from(Env env, String provider) {
    String prefix = provider.toUpperCase(Locale.ROOT).replace('-', '_') + "_";
    return new SmppConfig(provider, env.required(prefix + "HOST"),
        env.integer(prefix + "PORT", PORT_DEFAULT, 1, 65_535),
        tls(env, prefix),
        env.required(prefix + "SYSTEM_ID"), env.secret(prefix + "PASSWORD"), sourceAddr(env, prefix + "SOURCE_ADDR"),
        env.string(prefix + "SYSTEM_TYPE", ""), choice(env, prefix + "BIND", Bind.TRX),
        env.integer(prefix + "SESSIONS", 1, 1, 64), env.integer(prefix + "WINDOW", WINDOW_DEFAULT, 1, 10_000),
        env.integer(prefix + "RECEIPT_WINDOW", RECEIPT_WINDOW_DEFAULT, 1, 10_000),
        env.integer(prefix + "RATE_MAX", 0, 0, 1_000_000), positive(env, prefix + "ENQUIRE_LINK", ENQUIRE_LINK_DEFAULT),
        positive(env, prefix + "RESPONSE_TIMEOUT", RESPONSE_TIMEOUT_DEFAULT),
        positive(env, prefix + "RECONNECT_MIN", RECONNECT_MIN_DEFAULT),
        positive(env, prefix + "RECONNECT_MAX", RECONNECT_MAX_DEFAULT),
        positive(env, prefix + "BIND_REFUSED_WAIT", BIND_REFUSED_WAIT_DEFAULT),
        choice(env, prefix + "LONG", LongTexts.UDH), choice(env, prefix + "DEFAULT_CODING", DefaultCoding.GSM),
        choice(env, prefix + "RECEIPT_IDS", ReceiptIds.SAME), env.flag(prefix + "ACCEPTED_IS_FINAL", false));
  }

  private static Optional<SSLContext> tls(Env env, String prefix) {
    Optional<String> trusted = env.find(prefix + "TRUSTED_CERTIFICATES");
    if (!env.flag(prefix + "TLS", trusted.isPresent())) return Optional.empty();
    try {
      return Optional.of(trusted.isPresent() ? Trust.with(Path.of(trusted.get())) : SSLContext.getDefault());
    } catch (IOException | GeneralSecurityException e) {
      env.problem(prefix + "TRUSTED_CERTIFICATES cannot be used: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static String sourceAddr(Env env, String name) {
    String sender = env.required(name);
    if (!sender.isEmpty() && SmppAddress.ofSender(sender).isEmpty())
      env.problem(name + " is neither a number nor up to 11 ASCII characters");
    return sender;
  }

  private static Duration positive(Env env, String name, Duration fallback) {
    Duration span = env.duration(name, fallback);
    if (!span.isZero()) return span;
    env.problem(name + " must be longer than nothing");
    return fallback;
  }

  private static <E extends Enum<E>> E choice(Env env, String name, E fallback) {
    String word = env.string(name, word(fallback));
    E[] choices = fallback.getDeclaringClass().getEnumConstants();
    for (E choice : choices)
      if (word(choice).equalsIgnoreCase(word)) return choice;
    env.problem(name + " is not one of "
        + Arrays.stream(choices).map(SmppConfig::word).collect(Collectors.joining(", ")));
    return fallback;
  }

  private static String word(Enum<?> choice) {
    String word = choice.name().toLowerCase(Locale.ROOT);
    return choice instanceof Bind ? word.replace('_', '+') : word.replace('_', '-');
  }
}
