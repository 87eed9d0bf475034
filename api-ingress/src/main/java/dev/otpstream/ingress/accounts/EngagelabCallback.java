package dev.otpstream.ingress.accounts;

import dev.otpstream.schemas.AccountHook;
import dev.otpstream.schemas.SealedSecret;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.Keys;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** EngageLab's callback: settings as an operator names them, a sealed endpoint as the account keeps it. */
final class EngagelabCallback {
  static final String URL = "engagelab.callback_url";
  static final String USERNAME = "engagelab.callback_username";
  static final String SECRET = "engagelab.callback_secret";
  static final String AUTHORIZATION = "engagelab.callback_authorization";
  static final Set<String> NAMES = Set.of(URL, USERNAME, SECRET, AUTHORIZATION);
  /** The endpoint's id and its format. */
  static final String ENDPOINT = "engagelab";
  /** The endpoint's settings; the authorization is sealed, in Base64. */
  static final String ENDPOINT_USERNAME = "username";
  static final String ENDPOINT_AUTHORIZATION = "authorization";
  private final Keys keys;

  EngagelabCallback(Keys keys) {
    this.keys = keys;
  }

  static Optional<AccountHook> of(List<AccountHook> hooks) {
    return hooks.stream().filter(hook -> hook.getId().equals(ENDPOINT)).findFirst();
  }

  /** Which of its settings an account has. */
  static Set<String> names(List<AccountHook> hooks) {
    var names = new HashSet<String>();
    of(hooks).ifPresent(hook -> {
      names.add(URL);
      if (!hook.getSecrets().isEmpty()) names.add(SECRET);
      if (hook.getSettings().containsKey(ENDPOINT_USERNAME)) names.add(USERNAME);
      if (hook.getSettings().containsKey(ENDPOINT_AUTHORIZATION)) names.add(AUTHORIZATION);
    });
    return names;
  }

  /** What would be wrong after a change. An endpoint that loses its URL loses all else with it. */
  static Optional<String> problem(List<AccountHook> hooks, SettingsChange change) {
    Set<String> after = names(hooks);
    for (String name : NAMES)
      change.on(name, value -> {
        if (value.isPresent()) after.add(name);
        else
          after.remove(name);
      });
    if (!after.contains(URL))
      return NAMES.stream().anyMatch(change::gives) ? Optional.of(URL + " is required") : Optional.empty();
    return after.contains(USERNAME) == after.contains(SECRET)
        ? Optional.empty()
        : Optional.of(USERNAME + " and " + SECRET + " go together");
  }

  /** The account's endpoints after a change. */
  List<AccountHook> changed(String accountId, List<AccountHook> hooks, SettingsChange change, Instant now) {
    if (NAMES.stream().noneMatch(change.values()::containsKey)) return hooks;
    var after = new ArrayList<>(hooks);
    after.removeIf(hook -> hook.getId().equals(ENDPOINT));
    AccountHook.Builder hook = of(hooks).map(AccountHook::newBuilder).orElseGet(() -> AccountHook.newBuilder()
        .setId(ENDPOINT).setFormat(ENDPOINT).setEvents(List.of()).setSecrets(List.of()).setSettings(Map.of())
        .setCreatedAt(now));
    change.on(URL, url -> url.ifPresentOrElse(given -> hook.setUrl(sealed(given, Contexts.hook(accountId))),
        hook::clearUrl));
    if (!hook.hasUrl()) return after;
    String secrets = Contexts.secret(accountId);
    change.on(SECRET, secret -> hook
        .setSecrets(secret.map(given -> new SealedSecret(sealed(given, secrets), null)).stream().toList()));
    var settings = new HashMap<>(hook.getSettings());
    change.on(USERNAME, name -> name.ifPresentOrElse(given -> settings.put(ENDPOINT_USERNAME, given),
        () -> settings.remove(ENDPOINT_USERNAME)));
    change.on(AUTHORIZATION, header -> header.ifPresentOrElse(
        given -> settings.put(ENDPOINT_AUTHORIZATION, base64(keys.seal(given, secrets))),
        () -> settings.remove(ENDPOINT_AUTHORIZATION)));
    after.add(hook.setSettings(settings).build());
    return after;
  }

  private ByteBuffer sealed(String text, String context) {
    return ByteBuffer.wrap(keys.seal(text, context));
  }

  static String base64(byte[] sealed) {
    return Base64.getEncoder().encodeToString(sealed);
  }
}
