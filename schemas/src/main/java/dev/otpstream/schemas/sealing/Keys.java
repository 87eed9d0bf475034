package dev.otpstream.schemas.sealing;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.prf.PrfSet;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

/** The keys of the product, ready to use. Thread-safe; prints nothing of itself. */
public final class Keys {
  private static final int DIGEST_BYTES = 16;
  private static final int TOKEN_BYTES = 16;
  private final Aead aead;
  private final PrfSet codes;
  private final PrfSet tokens;

  Keys(KeysetHandle sealing, KeysetHandle codes, KeysetHandle tokens) throws GeneralSecurityException {
    this.aead = sealing.getPrimitive(RegistryConfiguration.get(), Aead.class);
    this.codes = codes.getPrimitive(RegistryConfiguration.get(), PrfSet.class);
    this.tokens = tokens.getPrimitive(RegistryConfiguration.get(), PrfSet.class);
  }

  /**
   * Encrypts a text. The key's id stands before the bytes, so that keys can rotate.
   *
   * @param context where the text belongs; it opens only there
   */
  public byte[] seal(String text, String context) {
    try {
      return aead.encrypt(utf8(text), utf8(context));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot seal", e);
    }
  }

  /**
   * Decrypts what {@link #seal} made in the same context.
   *
   * @throws Unopenable if the bytes are not ours, were changed, or belong to another context
   */
  public String open(byte[] sealed, String context) throws Unopenable {
    try {
      return new String(aead.decrypt(sealed, utf8(context)), StandardCharsets.UTF_8);
    } catch (GeneralSecurityException e) {
      throw new Unopenable(context);
    }
  }

  /** @see #open(byte[], String) */
  public String open(ByteBuffer sealed, String context) throws Unopenable {
    byte[] bytes = new byte[sealed.remaining()];
    sealed.duplicate().get(bytes);
    return open(bytes, context);
  }

  /** A salted digest of a code: the key's id, then a keyed hash. Not readable without the key file. */
  public byte[] digestCode(String code, String salt) {
    return digestCode(codes.getPrimaryId(), code, salt);
  }

  /** The digest that a guess would have, made with the very key of an existing digest, to be compared with it. */
  public byte[] digestGuess(byte[] digest, String guess, String salt) {
    return digestCode(ByteBuffer.wrap(digest).getInt(), guess, salt);
  }

  private byte[] digestCode(int keyId, String code, String salt) {
    try {
      var prf = codes.getPrfs().get(keyId);
      if (prf == null) throw new IllegalStateException("no such code digest key: " + keyId);
      byte[] hash = prf.compute(utf8(salt.length() + ":" + salt + code), DIGEST_BYTES);
      return ByteBuffer.allocate(Integer.BYTES + hash.length).putInt(keyId).put(hash).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot digest", e);
    }
  }

  /**
   * A stable name for something that must not be read: the same for the same text in the same context.
   *
   * @param context keeps equal texts of different kinds or accounts apart
   */
  public String token(String text, String context) {
    try {
      byte[] hash = tokens.computePrimary(utf8(context.length() + ":" + context + text), TOKEN_BYTES);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot digest", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override public String toString() {
    return "Keys[redacted]";
  }
}
