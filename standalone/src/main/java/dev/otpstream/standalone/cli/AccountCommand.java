package dev.otpstream.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code otp account}: who may call. */
@Command(mixinStandardHelpOptions = true, name = "account", description = "Makes, shows and changes accounts: who may call the API.")
public final class AccountCommand {
  private static final String ACCOUNTS = "/admin/v1/accounts";
  private static final int PAGE = 500;
  private final Site site;

  public AccountCommand(Site site) {
    this.site = site;
  }

  /** What an operator may say about an account. */
  static final class Profile {
    @Option(names = "--brand", description = "What subscribers see as the sender's name.")
    private Optional<String> brand = Optional.empty();

    @Option(names = "--description", description = "What subscribers may read about the sender.")
    private Optional<String> description = Optional.empty();

    @Option(names = "--route", split = ",", description = "Channels in the order to try, such as telegram,sms.")
    private List<String> route = List.of();

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "A setting of the account, such as calls_per_minute=600.")
    private Map<String, String> settings = Map.of();

    Map<String, Object> body() {
      var body = new LinkedHashMap<String, Object>();
      var brandOf = new LinkedHashMap<String, Object>();
      brand.ifPresent(name -> brandOf.put("name", name));
      description.ifPresent(text -> brandOf.put("description", text));
      if (!brandOf.isEmpty()) body.put("brand", brandOf);
      if (!route.isEmpty()) body.put("route", route);
      if (!settings.isEmpty()) body.put("settings", settings);
      return body;
    }
  }

  @Command(mixinStandardHelpOptions = true, description = "Makes an account and shows its credentials, this one time.") int create(
      @Mixin ApiAddress api,
      @Mixin Output output,
      @Option(names = "--name", required = true, description = "For operators.") String name,
      @Mixin Profile profile) {
    Map<String, Object> body = profile.body();
    body.put("name", name);
    show(output, api.operators(site).send("POST", ACCOUNTS, body, ACCOUNTS));
    if (!output.json()) output.line(output.faint("keep them now: they are not shown again"));
    return ExitCodes.DONE;
  }

  @Command(mixinStandardHelpOptions = true, description = "Lists all accounts, the oldest first.") int list(
      @Mixin ApiAddress address,
      @Mixin Output output) {
    Api api = address.operators(site);
    var accounts = new ArrayList<JsonNode>();
    String cursor = "";
    do {
      JsonNode page = api.get(ACCOUNTS + "?limit=" + PAGE + cursor);
      page.path("accounts").forEach(accounts::add);
      cursor = page.has("next_cursor") ? "&cursor=" + Api.encoded(page.path("next_cursor").asText()) : "";
    } while (!cursor.isEmpty());
    if (output.json()) output.document(accounts);
    else
      output.table(List.of("ID", "NAME", "ENABLED", "ROUTE", "CREATED"), accounts.stream().map(AccountCommand::row)
          .toList());
    return ExitCodes.DONE;
  }

  @Command(mixinStandardHelpOptions = true, description = "Shows one account; never its keys.") int show(
      @Mixin ApiAddress api, @Mixin Output output,
      @Parameters(paramLabel = "ID") String id) {
    show(output, api.operators(site).find(path(id)).orElseThrow(() -> new Failure("there is no account " + id)));
    return ExitCodes.DONE;
  }

  @Command(mixinStandardHelpOptions = true, description = "Changes what is said about an account.") int update(
      @Mixin ApiAddress api,
      @Mixin Output output, @Parameters(paramLabel = "ID") String id,
      @Option(names = "--name", description = "For operators.") Optional<String> name, @Mixin Profile profile) {
    Map<String, Object> body = profile.body();
    name.ifPresent(given -> body.put("name", given));
    show(output, api.operators(site).send("PATCH", path(id), body, "account " + id));
    return ExitCodes.DONE;
  }

  @Command(mixinStandardHelpOptions = true, description = "Refuses all calls of an account from now on.") int disable(
      @Mixin ApiAddress api,
      @Mixin Output output, @Parameters(paramLabel = "ID") String id) {
    show(output, api.operators(site).send("POST", path(id) + "/disable", Map.of(), "account " + id));
    return ExitCodes.DONE;
  }

  @Command(mixinStandardHelpOptions = true, description = "Serves a disabled account again.") int enable(
      @Mixin ApiAddress api, @Mixin Output output,
      @Parameters(paramLabel = "ID") String id) {
    show(output, api.operators(site).send("POST", path(id) + "/enable", Map.of(), "account " + id));
    return ExitCodes.DONE;
  }

  @Command(mixinStandardHelpOptions = true, description = "Replaces one credential and shows the new one, this one time. The old one is refused at once; an "
      + "old webhook secret stays valid for a while.") int rotate(@Mixin ApiAddress api, @Mixin Output output,
          @Parameters(paramLabel = "ID") String id,
          @Parameters(paramLabel = "CREDENTIAL", description = "One of alphasms, engagelab, kaleyra, webhook, zapnoty, "
              + "zapnoty_test.") String credential) {
    show(output,
        api.operators(site).send("POST", path(id) + "/rotate", Map.of("credential", credential), "account " + id));
    return ExitCodes.DONE;
  }

  @Command(mixinStandardHelpOptions = true, description = "Erases a messenger user who subscribed: chat and names.") int erase(
      @Mixin ApiAddress api, @Mixin Output output,
      @Parameters(paramLabel = "ID") String id,
      @Parameters(paramLabel = "SUBSCRIBER", description = "The subscriber's id, as the account knows it.") String subscriber) {
    JsonNode answer = api.operators(site).delete(path(id) + "/subscribers/" + Api.encoded(subscriber),
        "subscriber " + subscriber + " of account " + id);
    if (output.json()) output.document(answer);
    else
      output.line(answer.path("known").asBoolean() ? "erased" : "erased; it was unknown, or erased before");
    return ExitCodes.DONE;
  }

  private static String path(String id) {
    return ACCOUNTS + "/" + Api.encoded(id);
  }

  private static void show(Output output, JsonNode account) {
    if (output.json()) output.document(account);
    else
      Leaves.of(account).forEach((name, value) -> output.line("%-24s %s".formatted(name, value)));
  }

  private static List<String> row(JsonNode account) {
    var route = new ArrayList<String>();
    account.path("route").forEach(channel -> route.add(channel.asText()));
    return List.of(account.path("id").asText(), account.path("name").asText(), account.path("enabled").asText(),
        String.join(",", route), account.path("created_at").asText());
  }
}
