package dev.otpstream.engine;

import dev.otpstream.engine.core.Code;
import dev.otpstream.engine.core.CodeDigest;
import dev.otpstream.engine.core.Guess;
import dev.otpstream.engine.core.Sealed;
import dev.otpstream.schemas.OurCode;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.schemas.sealing.Unopenable;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/** Makes codes and opens guesses. A code is readable here for a moment, on its way into its digest and its seal. */
final class Sealing {
  private static final String DIGITS = "0123456789";
  private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
  private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final int SHOWN_OF_CHAT = 2;
  private final SecureRandom random = new SecureRandom();
  private final Keys keys;

  Sealing(Keys keys) {
    this.keys = keys;
  }

  /** A fresh code for a message, salted with the message's id. */
  Code mint(OurCode wanted, long messageId) {
    String code = code(wanted.getLength(), wanted.getAlphabet());
    return new Code(new CodeDigest(keys.digestCode(code, salt(messageId))),
        new Sealed(keys.seal(code, Contexts.code(messageId))), wanted.getAttemptsAllowed(), 0);
  }

  /** Where a message goes, for the workers; and as people may see it. */
  record Address(Sealed sealed, String masked) {}

  /** The address of a messenger's chat. */
  Address address(ByteBuffer chat, String channel, String accountId) throws Unopenable {
    String id = keys.open(chat, Contexts.chat(channel));
    String shown = id.length() > SHOWN_OF_CHAT ? id.substring(id.length() - SHOWN_OF_CHAT) : "";
    return new Address(new Sealed(keys.seal(channel + ":" + id, Contexts.recipient(accountId))),
        channel + ":****" + shown);
  }

  /** A guess at the code of a message. */
  Guess guess(ByteBuffer sealed, String accountId, long messageId) throws Unopenable {
    String guess = keys.open(sealed, Contexts.guess(accountId));
    return digest -> digest.equals(new CodeDigest(keys.digestGuess(digest.bytes(), guess, salt(messageId))));
  }

  /** Each character is drawn on its own, all with the same chance. */
  String code(int length, int alphabet) {
    String characters = ((alphabet & 1) != 0 ? DIGITS : "") + ((alphabet & 2) != 0 ? LOWER : "")
        + ((alphabet & 4) != 0 ? UPPER : "");
    var code = new StringBuilder(length);
    for (int i = 0; i < length; i++)
      code.append(characters.charAt(random.nextInt(characters.length())));
    return code.toString();
  }

  private static String salt(long messageId) {
    return Long.toString(messageId);
  }

  static ByteBuffer buffer(Sealed sealed) {
    return ByteBuffer.wrap(sealed.bytes());
  }

  static ByteBuffer buffer(CodeDigest digest) {
    return ByteBuffer.wrap(digest.bytes());
  }

  static Sealed sealed(ByteBuffer buffer) {
    return new Sealed(bytes(buffer));
  }

  static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
