package dev.otpstream.ingress.kaleyra;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Message ids in the form that Kaleyra's callers expect of a verify id: a UUID of version 8, whose content is up to us.
 * It hides nothing; a code is safe because only its account may try, and only so often.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9562#section-5.8">RFC 9562, 5.8</a>
 */
final class VerifyIds {
  private static final Pattern FORM = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final long VERSION = 0x8000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final long VARIANT_FREE = ~0xC000_0000_0000_0000L;

  private VerifyIds() {}

  /** The verify id of a message. */
  static String of(long messageId) {
    return new UUID(VERSION, VARIANT | messageId).toString();
  }

  /** The message of a verify id; none if it is not one of ours. */
  static OptionalLong read(String verifyId) {
    return Optional.of(verifyId).filter(text -> FORM.matcher(text).matches()).map(UUID::fromString)
        .filter(id -> id.getMostSignificantBits() == VERSION && id.variant() == 2)
        .map(id -> OptionalLong.of(id.getLeastSignificantBits() & VARIANT_FREE)).orElseGet(OptionalLong::empty);
  }
}
