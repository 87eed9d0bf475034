package dev.otpstream.ingress.accounts;

import dev.otpstream.ingress.accounts.Accounts.Created;
import dev.otpstream.ingress.accounts.Accounts.Page;
import dev.otpstream.ingress.accounts.Accounts.Rotated;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.schemas.Account;
import java.util.Map;
import java.util.TreeMap;

/** Accounts as operators read them. Only what was just made shows a secret. */
final class AdminAnswers {
  private static final Json SET = Json.of("(set)");

  private AdminAnswers() {}

  static Json account(Account account) {
    Map<String, Json> settings = settings(account);
    return Json.obj("id", Json.of(account.getId()), "name", Json.of(account.getName()), "enabled",
        Json.of(account.getEnabled()))
        .with("brand", Json.obj("name", Json.of(account.getBrandName()), "description",
            Json.of(account.getBrandDescription())))
        .with("route", Json.list(account.getRoute().stream().map(Json::of).toList()))
        .with("engagelab", Json.obj("dev_key", Json.of(account.getEngagelabDevKey())))
        .with("kaleyra", Json.obj("sid", Json.of(account.getKaleyraSid()))).with("settings", new Json.Obj(settings))
        .with("created_at", Json.of(account.getCreatedAt().toString()))
        .with("updated_at", Json.of(account.getUpdatedAt().toString()));
  }

  static Json page(Page page) {
    Json.Obj answer = Json.obj("accounts", Json.list(page.accounts().stream().map(AdminAnswers::account).toList()));
    return page.next().<Json>map(next -> answer.with("next_cursor", Json.of(next))).orElse(answer);
  }

  /** Of a secret setting it says only that it is there. */
  private static Map<String, Json> settings(Account account) {
    var settings = new TreeMap<String, Json>();
    account.getSettings().forEach((name, value) -> settings.put(name, Json.of(value)));
    EngagelabCallback.of(account.getHooks()).ifPresent(hook -> hook.getSettings().forEach((name, value) -> {
      if (name.equals(EngagelabCallback.ENDPOINT_USERNAME)) settings.put(EngagelabCallback.USERNAME, Json.of(value));
    }));
    EngagelabCallback.names(account.getHooks()).forEach(name -> settings.putIfAbsent(name, SET));
    settings.replaceAll((name, value) -> AccountSettings.SECRET.contains(name) ? SET : value);
    return settings;
  }

  static Json created(Created created) {
    Account account = created.account();
    return Json.obj("id", Json.of(account.getId()))
        .with("alphasms", Json.obj("auth", Json.of(created.alphasmsAuth())))
        .with("zapnoty", Json.obj("api_key", Json.of(created.zapnotyKey()), "test_api_key",
            Json.of(created.zapnotyTestKey())))
        .with("engagelab", Json.obj("dev_key", Json.of(account.getEngagelabDevKey()), "dev_secret",
            Json.of(created.engagelabDevSecret())))
        .with("kaleyra", Json.obj("sid", Json.of(account.getKaleyraSid()), "api_key", Json.of(created.kaleyraKey())))
        .with("webhook_secret", Json.of(created.webhookSecret()));
  }

  /** In the same place as in the answer to a creation. */
  static Json rotated(String credential, Rotated rotated) {
    Account account = rotated.account();
    Json secret = Json.of(rotated.secret());
    Json.Obj answer = Json.obj("id", Json.of(account.getId()));
    return switch (credential) {
      case "alphasms" -> answer.with(credential, Json.obj("auth", secret));
      case "zapnoty" -> answer.with(credential, Json.obj("api_key", secret));
      case "zapnoty_test" -> answer.with("zapnoty", Json.obj("test_api_key", secret));
      case "engagelab" -> answer.with(credential,
          Json.obj("dev_key", Json.of(account.getEngagelabDevKey()), "dev_secret", secret));
      case "kaleyra" -> answer.with(credential, Json.obj("sid", Json.of(account.getKaleyraSid()), "api_key", secret));
      case "webhook" -> answer.with("webhook_secret", secret);
      default -> throw new IllegalArgumentException(credential);
    };
  }
}
