package dev.otpstream.webhooks.format;

import dev.otpstream.kit.Secret;
import dev.otpstream.schemas.Account;
import dev.otpstream.schemas.AccountHook;
import dev.otpstream.schemas.SealedSecret;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.schemas.sealing.Unopenable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a caller says about a hook, as of now. Prints nothing of itself but what it listens to.
 *
 * @param secrets       what signs, newest first; more than one during a rotation
 * @param events        what it wants to hear, in its format's words; empty: everything
 * @param settings      switches of its format
 * @param sealedSecrets secrets among the switches: {@link #KEY} and {@link #AUTHORIZATION}
 */
public record Endpoint(List<Secret> secrets, Set<String> events, Map<String, String> settings,
    Map<String, Secret> sealedSecrets) {
  /** AlphaSMS: the API key that {@code X-Signature} is made with. Elsewhere only its digest is kept. */
  public static final String KEY = "key";
  /** The whole value of an {@code Authorization} header. */
  public static final String AUTHORIZATION = "authorization";
  /** These are kept sealed for the account's secrets, in Base64. */
  private static final Set<String> SEALED = Set.of(KEY, AUTHORIZATION);

  public Endpoint {
    secrets = List.copyOf(secrets);
    events = Set.copyOf(events);
    settings = Map.copyOf(settings);
    sealedSecrets = Map.copyOf(sealedSecrets);
  }

  /**
   * A hook that a single order named: the account's secrets sign, and its settings {@code <format>.hook_…} apply.
   *
   * @throws Unopenable if a secret was sealed with a key that is gone
   */
  public static Endpoint of(Account account, String format, Keys keys, Instant now) throws Unopenable {
    String prefix = format + ".hook_";
    var settings = new HashMap<String, String>();
    account.getSettings().forEach((name, value) -> {
      if (name.startsWith(prefix)) settings.put(name.substring(prefix.length()), value);
    });
    return of(account, account.getWebhookSecrets(), List.of(), settings, keys, now);
  }

  /**
   * One of the account's own endpoints.
   *
   * @throws Unopenable if a secret was sealed with a key that is gone
   */
  public static Endpoint of(Account account, AccountHook hook, Keys keys, Instant now) throws Unopenable {
    return of(account, hook.getSecrets(), hook.getEvents(), hook.getSettings(), keys, now);
  }

  private static Endpoint of(Account account, List<SealedSecret> sealed, List<String> events,
      Map<String, String> settings, Keys keys, Instant now) throws Unopenable {
    String context = Contexts.secret(account.getId());
    var secrets = new ArrayList<Secret>();
    for (SealedSecret secret : sealed)
      if (secret.getValidUntil() == null || secret.getValidUntil().isAfter(now))
        secrets.add(new Secret(keys.open(secret.getSealed(), context)));
    var plain = new HashMap<>(settings);
    var opened = new HashMap<String, Secret>();
    for (String name : SEALED) {
      String value = plain.remove(name);
      if (value != null) opened.put(name, new Secret(keys.open(Base64.getDecoder().decode(value), context)));
    }
    return new Endpoint(secrets, Set.copyOf(events), plain, opened);
  }

  /** Whether it wants to hear a word of its format. */
  public boolean wants(String word) {
    return events.isEmpty() || events.contains(word);
  }

  /** A switch; blank counts as absent. */
  Optional<String> setting(String name) {
    return Optional.ofNullable(settings.get(name)).filter(value -> !value.isBlank());
  }

  Optional<Secret> secret(String name) {
    return Optional.ofNullable(sealedSecrets.get(name));
  }

  @Override public String toString() {
    return "Endpoint" + events;
  }
}
