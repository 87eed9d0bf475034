package dev.otpstream.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code otp message}: everything that happened to one message. */
@Command(mixinStandardHelpOptions = true, name = "message", description = {
  "Shows everything that happened to one message.",
  "By our id, or by the id that its caller gave. Codes and full numbers are nowhere."})
public final class MessageCommand implements Callable<Integer> {
  private static final String MESSAGES = "/admin/v1/messages";
  private static final Pattern NUMBER = Pattern.compile("0|-?[1-9][0-9]{0,17}");
  private final Site site;

  @Mixin
  private ApiAddress address;

  @Mixin
  private Output output;

  @Parameters(paramLabel = "ID", arity = "0..1", description = "Our id of the message.")
  private Optional<String> id = Optional.empty();

  @Option(names = "--account", description = "The account, if the caller's id is given.")
  private Optional<String> account = Optional.empty();

  @Option(names = "--front", description = "The front it came by: alphasms, engagelab, kaleyra or zapnoty.")
  private Optional<String> front = Optional.empty();

  @Option(names = "--caller-id", paramLabel = "ID", description = "The caller's own id of the message.")
  private Optional<String> callerId = Optional.empty();

  @Spec
  private CommandSpec spec;

  public MessageCommand(Site site) {
    this.site = site;
  }

  @Override public Integer call() {
    boolean byCaller = account.isPresent() && front.isPresent() && callerId.isPresent();
    if (id.isPresent() == byCaller)
      throw new ParameterException(spec.commandLine(),
          "give either our id, or --account, --front and --caller-id together");
    Api api = address.operators(site);
    JsonNode message = (byCaller ? byCallerId(api) : api.find(MESSAGES + "/" + Api.encoded(id.orElseThrow())))
        .orElseThrow(() -> new Failure("there is no such message, or it ended longer ago than OTP_STATUS_RETENTION"));
    if (output.json()) output.document(message);
    else
      print(message);
    return ExitCodes.DONE;
  }

  /** A caller's id may be a number or a text, and those are not the same: what looks like a number is tried as both. */
  private Optional<JsonNode> byCallerId(Api api) {
    String given = callerId.orElseThrow();
    Optional<JsonNode> asNumber = NUMBER.matcher(given).matches() ? byJson(api, given) : Optional.empty();
    return asNumber.isPresent() ? asNumber : byJson(api, TextNode.valueOf(given).toString());
  }

  private Optional<JsonNode> byJson(Api api, String json) {
    return api.find(MESSAGES + "?account=" + Api.encoded(account.orElseThrow()) + "&front="
        + Api.encoded(front.orElseThrow()) + "&caller_id=" + Api.encoded(json));
  }

  private void print(JsonNode message) {
    output.line("message %s of %s to %s: %s".formatted(message.path("message_id").asText(),
        message.path("account").asText(), message.path("recipient").asText(), message.path("state").asText()));
    output.line("accepted %s, expires %s".formatted(message.path("accepted_at").asText(),
        message.path("expires_at").asText()));
    var rows = new ArrayList<List<String>>();
    Instant first = Instant.parse(message.path("accepted_at").asText());
    for (JsonNode event : message.path("events"))
      rows.add(List.of("#" + event.path("sequence").asText(),
          "+" + Duration.between(first, Instant.parse(event.path("at").asText())).toMillis() + " ms",
          event.path("type").asText(), event.path("channel").asText(), event.path("provider").asText(),
          (event.path("reason").asText() + " " + event.path("provider_code").asText()).strip()));
    output.table(List.of("", "AFTER", "EVENT", "CHANNEL", "PROVIDER", "REASON"), rows);
  }
}
