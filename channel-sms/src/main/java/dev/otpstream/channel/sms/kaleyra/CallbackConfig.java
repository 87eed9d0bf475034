package dev.otpstream.channel.sms.kaleyra;

import dev.otpstream.kit.Env;
import dev.otpstream.kit.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Where callbacks come in, and how they are told from forged ones.
 *
 * @param url       where the provider reaches us, without the secret; empty: nowhere, unless it is on this machine
 * @param profileId a callback profile of the account, named instead of the address
 * @param secret    the last part of the path, which nobody else knows
 * @param login     what a callback must bring besides, if a profile has it
 * @param host      the address to listen on
 * @param port      the port; 0: any free one
 */
record CallbackConfig(Optional<URI> url, Optional<String> profileId, Secret secret, Optional<Secret> login,
    String host, int port) {
  private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{16,128}");
  private static final String HMAC = "HmacSHA256";
  private static final int SECRET_OCTETS = 16;

  static CallbackConfig from(Env env, String sid, Secret apiKey) {
    Optional<String> profileId = env.find("KALEYRA_CALLBACK_PROFILE_ID");
    Optional<String> secret = env.find("KALEYRA_CALLBACK_SECRET");
    if (secret.filter(value -> !SECRET.matcher(value).matches()).isPresent())
      env.problem("KALEYRA_CALLBACK_SECRET is not 16 to 128 of A-Z a-z 0-9 _ -");
    if (profileId.isPresent() && secret.isEmpty())
      env.problem("KALEYRA_CALLBACK_SECRET is not set; the profile's URL ends with it");
    Optional<String> login = env.find("KALEYRA_CALLBACK_LOGIN");
    if (login.filter(value -> value.indexOf(':') < 1).isPresent())
      env.problem("KALEYRA_CALLBACK_LOGIN is not user:password");
    return new CallbackConfig(Optional.ofNullable(env.uri("KALEYRA_CALLBACK_URL", null)), profileId,
        new Secret(secret.orElseGet(() -> derived(sid, apiKey))), login.map(Secret::new),
        env.string("KALEYRA_CALLBACK_HOST", "127.0.0.1"), env.integer("KALEYRA_CALLBACK_PORT", 0, 0, 65_535));
  }

  /** The same in all workers of an account, after restarts too; and of no use to learn the key. */
  private static String derived(String sid, Secret apiKey) {
    if (apiKey.isEmpty()) return "";
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(apiKey.reveal().getBytes(StandardCharsets.UTF_8), HMAC));
      byte[] code = mac.doFinal(("otpstream callbacks of " + sid).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(code, 0, SECRET_OCTETS);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA256", e);
    }
  }
}
