package dev.otpstream.ingress.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.otpstream.ingress.DialectCaller;
import dev.otpstream.ingress.MemoryStore;
import dev.otpstream.ingress.accounts.Callers.Identity;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Call;
import dev.otpstream.kit.Secret;
import dev.otpstream.kit.target.TargetRules;
import dev.otpstream.schemas.Account;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.KeyFile;
import dev.otpstream.schemas.sealing.Keys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminDialectTest {
  private static final String NEW = "{\"name\":\"Acme Ltd\",\"brand\":{\"name\":\"Acme\",\"description\":\"Shop\"},"
      + "\"route\":[\"sms\",\"telegram\"]}";
  private static final ObjectMapper JSON = new ObjectMapper();
  @TempDir
  private static Path folder;
  private Instant now = Instant.parse("2026-01-02T12:00:00Z");
  private Keys keys;
  private CallerIndex callers;
  private MemoryStore<Account> store;
  private DialectCaller admin;

  @BeforeEach void start() {
    keys = KeyFile.loadOrCreate(folder.resolve("keys.json"));
    callers = new CallerIndex(keys);
    store = new MemoryStore<>(callers::put);
    InstantSource source = () -> now;
    Clock clock = source.withZone(ZoneOffset.UTC);
    admin = new DialectCaller(new AdminDialect(new Accounts(store, keys, clock), new Secret("token"),
        new TargetRules(Set.of(80, 443), false)))
        .with(Call.AUTHORIZATION, "Bearer token");
  }

  @Test void withoutTheTokenNobodyIsLetIn() {
    for (String header : new String[]{null, "", "Bearer", "Bearer tokem", "Bearer token2", "Basic token", "token"}) {
      admin.with(Call.AUTHORIZATION, header);
      for (String operation : new String[]{"create", "list", "show", "update", "disable", "enable", "rotate"})
        assertThat(call(operation, "x", NEW).status()).isEqualTo(401);
    }
    assertThat(store.all()).isEmpty();
  }

  @Test void aNewAccountShowsTheCredentialsOfAllFrontsOnce() throws Exception {
    Answer answer = call("create", "", NEW);
    assertThat(answer.status()).isEqualTo(201);
    JsonNode made = json(answer);
    assertThat(made.get("id").asText()).matches("acc_[0-9A-Za-z]{16}");
    assertThat(made.at("/alphasms/auth").asText()).matches("[0-9a-f]{32}");
    assertThat(made.at("/zapnoty/api_key").asText()).matches("zn_live_[0-9A-Za-z]{32}");
    assertThat(made.at("/engagelab/dev_key").asText()).isNotEmpty();
    assertThat(made.at("/engagelab/dev_secret").asText()).isNotEmpty();
    assertThat(made.at("/kaleyra/sid").asText()).matches("[A-Z0-9]{6,34}");
    assertThat(made.at("/kaleyra/api_key").asText()).isNotEmpty();
    String secret = made.get("webhook_secret").asText();
    assertThat(secret).startsWith("whsec_");
    assertThat(Base64.getDecoder().decode(secret.substring("whsec_".length()))).hasSize(32);

    var account = store.all().getFirst();
    assertThat(account.toString()).doesNotContain(made.at("/alphasms/auth").asText())
        .doesNotContain(made.at("/zapnoty/api_key").asText()).doesNotContain(secret);
    assertThat(keys.open(account.getWebhookSecrets().getFirst().getSealed(), Contexts.secret(account.getId())))
        .isEqualTo(secret);
    String shown = call("show", account.getId(), "").body().text();
    assertThat(shown).contains("\"name\":\"Acme Ltd\"").contains("\"route\":[\"sms\",\"telegram\"]")
        .doesNotContain(made.at("/alphasms/auth").asText()).doesNotContain("whsec_").doesNotContain("zn_live_");
    assertThat(call("list", "", "").body().text()).isEqualTo("{\"accounts\":[" + shown + "]}");
  }

  @Test void eachCredentialOpensItsFrontAndNoOther() throws Exception {
    JsonNode made = json(call("create", "", NEW));
    String alphasms = made.at("/alphasms/auth").asText();
    assertThat(callers.identify(Front.ALPHASMS, alphasms)).isInstanceOfSatisfying(Identity.Known.class, known -> {
      assertThat(known.caller().accountId()).isEqualTo(made.get("id").asText());
      assertThat(known.caller().brandName()).isEqualTo("Acme");
      assertThat(known.caller().route()).containsExactly("sms", "telegram");
    });
    assertThat(callers.identify(Front.ZAPNOTY, alphasms)).isInstanceOf(Identity.Unknown.class);
    assertThat(callers.identify(Front.ALPHASMS, alphasms + "\n")).isInstanceOf(Identity.Unknown.class);
    String devSecret = made.at("/engagelab/dev_secret").asText();
    assertThat(callers.identify(Front.ENGAGELAB, made.at("/engagelab/dev_key").asText(), devSecret))
        .isInstanceOf(Identity.Known.class);
    assertThat(callers.identify(Front.ENGAGELAB, "another", devSecret)).isInstanceOf(Identity.Unknown.class);
    assertThat(callers.identify(Front.KALEYRA, made.at("/kaleyra/sid").asText(), made.at("/kaleyra/api_key").asText()))
        .isInstanceOf(Identity.Known.class);
  }

  @Test void aDisabledAccountIsKnownAndMayNotCallUntilItIsEnabled() throws Exception {
    JsonNode made = json(call("create", "", NEW));
    String id = made.get("id").asText();
    String key = made.at("/zapnoty/api_key").asText();
    assertThat(call("disable", id, "").body().text()).contains("\"enabled\":false");
    assertThat(callers.identify(Front.ZAPNOTY, key)).isInstanceOf(Identity.Disabled.class);
    assertThat(call("enable", id, "").body().text()).contains("\"enabled\":true");
    assertThat(callers.identify(Front.ZAPNOTY, key)).isInstanceOf(Identity.Known.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/alphasms/auth", "/zapnoty/api_key", "/engagelab/dev_secret",
    "/kaleyra/api_key"}) void aRotatedKeyReplacesTheOldOneAtOnce(String place) throws Exception {
    JsonNode made = json(call("create", "", NEW));
    String front = place.split("/", -1)[1];
    JsonNode rotated = json(call("rotate", made.get("id").asText(), "{\"credential\":\"" + front + "\"}"));
    String before = made.at(place).asText();
    String after = rotated.at(place).asText();
    assertThat(after).isNotEqualTo(before).hasSameSizeAs(before);
    String name = made.at("/" + front + (front.equals("kaleyra") ? "/sid" : "/dev_key")).asText();
    Front key = Front.valueOf(front.toUpperCase(java.util.Locale.ROOT));
    assertThat(callers.identify(key, name, before)).isInstanceOf(Identity.Unknown.class);
    assertThat(callers.identify(key, name, after)).isInstanceOf(Identity.Known.class);
  }

  @Test void aReplacedWebhookSecretStaysValidForADay() throws Exception {
    JsonNode made = json(call("create", "", NEW));
    String id = made.get("id").asText();
    JsonNode rotated = json(call("rotate", id, "{\"credential\":\"webhook\"}"));
    var secrets = store.find(id).orElseThrow().getWebhookSecrets();
    assertThat(secrets).hasSize(2);
    assertThat(keys.open(secrets.get(0).getSealed(), Contexts.secret(id)))
        .isEqualTo(rotated.get("webhook_secret").asText());
    assertThat(secrets.get(0).getValidUntil()).isNull();
    assertThat(keys.open(secrets.get(1).getSealed(), Contexts.secret(id)))
        .isEqualTo(made.get("webhook_secret").asText());
    assertThat(secrets.get(1).getValidUntil()).isEqualTo(now.plus(Duration.ofHours(24)));

    now = now.plus(Duration.ofHours(25));
    call("rotate", id, "{\"credential\":\"webhook\"}");
    assertThat(store.find(id).orElseThrow().getWebhookSecrets()).hasSize(2);
    for (int i = 0; i < 20; i++)
      call("rotate", id, "{\"credential\":\"webhook\"}");
    assertThat(store.find(id).orElseThrow().getWebhookSecrets()).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{}", "{\"name\":\"\"}", "{\"name\":5}", "{\"name\":\"a\\nb\"}",
    "{\"name\":\"A\",\"brand\":\"x\"}", "{\"name\":\"A\",\"brand\":{\"name\":\"\\u0000\"}}",
    "{\"name\":\"A\",\"route\":[]}",
    "{\"name\":\"A\",\"route\":[\"pigeon\"]}", "{\"name\":\"A\",\"settings\":{\"unknown\":\"1\"}}",
    "{\"name\":\"A\",\"settings\":{\"calls_per_minute\":\"x\"}}",
    "{\"name\":\"A\",\"settings\":{\"verify_timeout.sms\":\"4\"}}",
    "{\"name\":\"A\",\"settings\":{\"verify_timeout.pigeon\":\"20\"}}",
    "{\"name\":\"A\",\"settings\":{\"alphasms.balance\":\"NaN\"}}"}) void anAccountThatIsMalformedIsNotMade(
        String body) {
    Answer answer = call("create", "", body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().text()).contains("\"code\":\"validation_failed\"");
    assertThat(store.all()).isEmpty();
  }

  @Test void aNameAloneMakesAnAccount() throws Exception {
    call("create", "", "{\"name\":\"Acme\",\"settings\":{\"verify_timeout.sms\":\"60\"}}");
    var account = store.all().getFirst();
    assertThat(account.getBrandName()).isEqualTo("Acme");
    assertThat(account.getRoute()).containsExactly("telegram", "sms");
    assertThat(account.getSettings()).containsExactly(Map.entry("verify_timeout.sms", "60"));
  }

  // changes

  @Test void onlyWhatIsNamedChanges() throws Exception {
    String id = json(call("create", "", NEW)).get("id").asText();
    Answer answer = call("update", id, "{\"name\":\"Acme 2\",\"brand\":{\"description\":\"Shoes\"},"
        + "\"settings\":{\"calls_per_minute\":\"60\",\"zapnoty.compat\":\"current\"}}");
    assertThat(answer.status()).isEqualTo(200);
    call("update", id, "{\"route\":[\"telegram\"],\"settings\":{\"calls_per_minute\":null}}");
    var account = store.find(id).orElseThrow();
    assertThat(account.getName()).isEqualTo("Acme 2");
    assertThat(account.getBrandName()).isEqualTo("Acme");
    assertThat(account.getBrandDescription()).isEqualTo("Shoes");
    assertThat(account.getRoute()).containsExactly("telegram");
    assertThat(account.getSettings()).containsExactly(Map.entry("zapnoty.compat", "current"));
  }

  @Test void aChangeOfNothingChangesNothing() throws Exception {
    String id = json(call("create", "", NEW)).get("id").asText();
    var before = store.find(id).orElseThrow();
    assertThat(call("update", id, "{}").status()).isEqualTo(200);
    assertThat(store.find(id)).contains(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{\"nam\":\"x\"}", "{\"enabled\":false}", "{\"name\":\"\"}", "{\"name\":5}",
    "{\"brand\":{\"nam\":\"x\"}}", "{\"brand\":5}", "{\"route\":[]}", "{\"route\":[\"pigeon\"]}",
    "{\"settings\":{\"x\":\"1\"}}", "{\"settings\":{\"x\":null}}", "{\"settings\":{\"calls_per_minute\":5}}",
    "{\"settings\":{\"calls_per_minute\":\"-1\"}}", "{\"settings\":{\"engagelab.otp\":\"maybe\"}}",
    "{\"settings\":{\"engagelab.callback_url\":\"ftp://x\"}}",
    "{\"settings\":{\"engagelab.callback_url\":\"http://127.0.0.1/cb\"}}",
    "{\"settings\":{\"engagelab.callback_url\":\"https://[::ffff:10.0.0.1]/cb\"}}",
    "{\"settings\":{\"kaleyra.profile.p1.url\":\"http://169.254.169.254/{id}\"}}",
    "{\"settings\":{\"kaleyra.profile.p1.url\":\"http://localhost/{id}\"}}",
    "{\"settings\":{\"engagelab.callback_secret\":\"s\",\"engagelab.callback_username\":\"u\"}}",
    "{\"settings\":{\"engagelab.callback_url\":\"https://example.org\",\"engagelab.callback_secret\":\"s\"}}",
    "{\"settings\":{\"engagelab.callback_url\":\"https://example.org\",\"engagelab.callback_username\":\"a;b\"}}",
    "{\"settings\":{\"kaleyra.hook_headers\":\"[]\"}}"}) void aChangeThatIsMalformedChangesNothing(String body)
        throws Exception {
    String id = json(call("create", "", NEW)).get("id").asText();
    var before = store.find(id).orElseThrow();
    Answer answer = call("update", id, body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().text()).contains("\"code\":\"validation_failed\"");
    assertThat(store.find(id)).contains(before);
  }

  @Test void aCallbackIsKeptSealedAndNeverShown() throws Exception {
    JsonNode made = json(call("create", "", NEW));
    String id = made.get("id").asText();
    Answer answer = call("update", id, "{\"settings\":{\"engagelab.callback_url\":\"https://example.org/cb?t=4711\","
        + "\"engagelab.callback_username\":\"cbuser\",\"engagelab.callback_secret\":\"cb-secret\","
        + "\"engagelab.callback_authorization\":\"Bearer 0815\",\"alphasms.hook_key\":\"bb56\"}}");
    assertThat(answer.body().text()).contains("\"engagelab.callback_username\":\"cbuser\"")
        .contains("\"engagelab.callback_secret\":\"(set)\"").contains("\"alphasms.hook_key\":\"(set)\"");
    var account = store.find(id).orElseThrow();
    assertThat(answer.body().text() + account).doesNotContain("4711").doesNotContain("cb-secret")
        .doesNotContain("0815").doesNotContain("bb56");
    var hook = account.getHooks().getFirst();
    assertThat(hook.getId()).isEqualTo("engagelab");
    assertThat(hook.getFormat()).isEqualTo("engagelab");
    assertThat(keys.open(hook.getUrl(), Contexts.hook(id))).isEqualTo("https://example.org/cb?t=4711");
    assertThat(keys.open(hook.getSecrets().getFirst().getSealed(), Contexts.secret(id))).isEqualTo("cb-secret");
    assertThat(open(id, hook.getSettings().get("authorization"))).isEqualTo("Bearer 0815");
    assertThat(open(id, account.getSettings().get("alphasms.hook_key"))).isEqualTo("bb56");
    var known = (Identity.Known) callers.identify(Front.ZAPNOTY, made.at("/zapnoty/api_key").asText());
    assertThat(known.caller().hooks("engagelab")).singleElement().satisfies(endpoint -> {
      assertThat(endpoint.url()).isEqualTo("https://example.org/cb?t=4711");
      assertThat(endpoint.toString()).doesNotContain("4711");
    });
  }

  @Test void partsOfACallbackChangeAloneAndItGoesWithItsUrl() throws Exception {
    String id = json(call("create", "", NEW.replace("\"route\"", "\"settings\":{\"engagelab.callback_url\":"
        + "\"https://example.org/cb\"},\"route\""))).get("id").asText();
    call("update", id,
        "{\"settings\":{\"engagelab.callback_username\":\"u\",\"engagelab.callback_secret\":\"one\"}}");
    call("update", id, "{\"settings\":{\"engagelab.callback_secret\":\"two\"}}");
    var hook = store.find(id).orElseThrow().getHooks().getFirst();
    assertThat(keys.open(hook.getUrl(), Contexts.hook(id))).isEqualTo("https://example.org/cb");
    assertThat(hook.getSecrets()).singleElement()
        .satisfies(secret -> assertThat(keys.open(secret.getSealed(), Contexts.secret(id))).isEqualTo("two"));
    assertThat(call("update", id, "{\"settings\":{\"engagelab.callback_username\":null}}").status()).isEqualTo(400);
    assertThat(call("update", id, "{\"settings\":{\"engagelab.callback_url\":null}}").body().text())
        .doesNotContain("engagelab.callback");
    assertThat(store.find(id).orElseThrow().getHooks()).isEmpty();
  }

  // pages

  @Test void theListComesInPages() throws Exception {
    for (int i = 0; i < 5; i++)
      call("create", "", "{\"name\":\"A" + i + "\"}");
    var names = new java.util.ArrayList<String>();
    String cursor = "";
    int pages = 0;
    while (true) {
      JsonNode page = json(list("limit=2" + cursor));
      page.get("accounts").forEach(account -> names.add(account.get("name").asText()));
      pages++;
      if (!page.has("next_cursor")) break;
      cursor = "&cursor=" + page.get("next_cursor").asText();
    }
    assertThat(names).containsExactlyInAnyOrder("A0", "A1", "A2", "A3", "A4");
    assertThat(pages).isEqualTo(3);
    assertThat(json(list("")).get("accounts")).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=-1", "limit=1001", "limit=x", "limit=", "cursor=nobody",
    "cursor="}) void aPageThatCannotBeIsSaidSo(
        String query) {
    assertThat(list(query).status()).isEqualTo(400);
  }

  private Answer list(String query) {
    return admin.call("list", new byte[0], Map.of(), query);
  }

  private String open(String id, String base64) throws Exception {
    return keys.open(Base64.getDecoder().decode(base64), Contexts.secret(id));
  }

  @Test void anUnknownAccountOrCredentialIsSaidSo() {
    assertThat(call("update", "nobody", "{}").status()).isEqualTo(404);
    for (String operation : new String[]{"show", "disable", "enable"})
      assertThat(call(operation, "nobody", "").status()).isEqualTo(404);
    assertThat(call("rotate", "nobody", "{\"credential\":\"zapnoty\"}").status()).isEqualTo(404);
    assertThat(call("rotate", "nobody", "{\"credential\":\"sealing\"}").status()).isEqualTo(400);
    assertThat(call("rotate", "nobody", "{}").status()).isEqualTo(400);
  }

  @Test void aTopicThatDoesNotAnswerIs503() {
    store.away = true;
    Answer answer = call("create", "", NEW);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers()).containsKey("Retry-After");
  }

  private Answer call(String operation, String id, String body) {
    return admin.call(operation, body.getBytes(StandardCharsets.UTF_8), Map.of("id", id));
  }

  private static JsonNode json(Answer answer) throws Exception {
    return JSON.readTree(answer.body().text());
  }
}
