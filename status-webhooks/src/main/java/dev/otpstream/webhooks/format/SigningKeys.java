package dev.otpstream.webhooks.format;

import dev.otpstream.kit.Secret;
import dev.otpstream.schemas.Account;
import dev.otpstream.schemas.SealedSecret;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.schemas.sealing.Unopenable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What a caller's hooks are signed with.
 *
 * @param secrets     Standard Webhooks secrets, {@code whsec_…}, newest first; more than one during a rotation
 * @param alphasmsKey the caller's AlphaSMS key, if the account wants {@code X-Signature} made with it
 */
public record SigningKeys(List<Secret> secrets, Optional<Secret> alphasmsKey) {
  /**
   * The account setting that switches {@code X-Signature} on: the AlphaSMS key, sealed for the account's secrets, in
   * Base64. Elsewhere only a digest of the key is kept, and a digest signs nothing.
   */
  public static final String ALPHASMS_HOOK_KEY = "alphasms.hook_key";

  public SigningKeys {
    secrets = List.copyOf(secrets);
  }

  /**
   * The keys that are valid now.
   *
   * @throws Unopenable if one was sealed with a key that is gone
   */
  public static SigningKeys of(Account account, Keys keys, Instant now) throws Unopenable {
    String context = Contexts.secret(account.getId());
    var secrets = new ArrayList<Secret>();
    for (SealedSecret secret : account.getWebhookSecrets())
      if (secret.getValidUntil() == null || secret.getValidUntil().isAfter(now))
        secrets.add(new Secret(keys.open(secret.getSealed(), context)));
    String sealed = account.getSettings().get(ALPHASMS_HOOK_KEY);
    return new SigningKeys(secrets, sealed == null
        ? Optional.empty()
        : Optional.of(new Secret(keys.open(Base64.getDecoder().decode(sealed), context))));
  }
}
