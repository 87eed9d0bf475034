package dev.otpstream.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code otp template}: an account's templates, by the EngageLab front, which is who keeps templates. */
@Command(mixinStandardHelpOptions = true, name = "template", description = {
  "Makes, shows and removes templates of one account.",
  "Templates belong to their account, so its EngageLab credentials are needed: ENGAGELAB_DEV_KEY and ENGAGELAB_DEV_SECRET in the environment."})
public final class TemplateCommand {
  private static final String TEMPLATES = "/v1/template-configs";
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Site site;

  public TemplateCommand(Site site) {
    this.site = site;
  }

  @Command(mixinStandardHelpOptions = true, description = "Lists the account's templates.") int list(
      @Mixin ApiAddress address, @Mixin Output output) {
    JsonNode templates = api(address).get(TEMPLATES);
    if (output.json()) {
      output.document(templates);
      return ExitCodes.DONE;
    }
    var rows = new ArrayList<List<String>>();
    templates.forEach(template -> rows.add(List.of(template.path("template_id").asText(),
        template.path("send_channel_strategy").asText(), template.path("brand_name").asText(),
        template.path("description").asText())));
    output.table(List.of("ID", "ROUTE", "BRAND", "DESCRIPTION"), rows);
    return ExitCodes.DONE;
  }

  @Command(mixinStandardHelpOptions = true, description = "Shows one template with its texts.") int show(
      @Mixin ApiAddress address, @Mixin Output output,
      @Parameters(paramLabel = "ID") String id) {
    JsonNode template = api(address).get(TEMPLATES + "/" + Api.encoded(id));
    if (output.json()) output.document(template);
    else
      Leaves.of(template).forEach((name, value) -> output.line("%-40s %s".formatted(name, value)));
    return ExitCodes.DONE;
  }

  @Command(mixinStandardHelpOptions = true, description = "Adds a template from a JSON file, in the form of EngageLab's documents. A template is never changed: "
      + "delete it, then put it again.") int put(@Mixin ApiAddress address, @Mixin Output output,
          @Parameters(paramLabel = "FILE", description = "The JSON file.") Path file) {
    JsonNode template = read(file);
    JsonNode answer = api(address).send("POST", TEMPLATES, template, TEMPLATES);
    if (output.json()) output.document(answer);
    else
      output.line("template " + template.path("template_id").asText() + " is there");
    return ExitCodes.DONE;
  }

  @Command(mixinStandardHelpOptions = true, description = "Removes a template.") int delete(@Mixin ApiAddress address,
      @Mixin Output output,
      @Parameters(paramLabel = "ID") String id) {
    JsonNode answer = api(address).delete(TEMPLATES + "/" + Api.encoded(id), "template " + id);
    if (output.json()) output.document(answer);
    else
      output.line("template " + id + " is gone");
    return ExitCodes.DONE;
  }

  private Api api(ApiAddress address) {
    String pair = credential("ENGAGELAB_DEV_KEY") + ":" + credential("ENGAGELAB_DEV_SECRET");
    return address.callers(site,
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)),
        "the platform refuses these credentials: set ENGAGELAB_DEV_KEY and ENGAGELAB_DEV_SECRET to the account's");
  }

  private String credential(String name) {
    return site.env().find(name).orElseThrow(
        () -> new Failure(name + " is not set: otp account create and rotate show an account's credentials"));
  }

  private static JsonNode read(Path file) {
    try {
      return JSON.readTree(Files.readString(file));
    } catch (IOException e) {
      throw new Failure(file + " cannot be read as JSON (" + e.getClass().getSimpleName() + ")");
    }
  }
}
