package dev.otpstream.benchmarks.scenarios;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otpstream.benchmarks.platform.JsonApi;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Reads from the journal of the simulated providers which codes the Telegram Gateway was told to deliver. */
final class JournalReader {
  private static final String GATEWAY = "telegram-gateway";
  private static final String DELIVERS = "sendVerificationMessage";
  private static final int PAGE = 5_000;

  private final JsonApi api;
  private long since;

  JournalReader(URI simulators) {
    api = new JsonApi(simulators);
  }

  /** Leaves out what is there. */
  void skipToEnd() {
    List<JsonNode> page = page();
    while (!page.isEmpty())
      page = page();
  }

  /** The codes since the last call. */
  List<IssuedCode> read() {
    var codes = new ArrayList<IssuedCode>();
    List<JsonNode> page;
    do {
      page = page();
      for (JsonNode entry : page) {
        if (!entry.path("kind").asText().equals(DELIVERS)) continue;
        String code = entry.path("body").path("code").asText();
        if (!code.isEmpty()) codes.add(new IssuedCode(entry.path("phone").asText(), code));
      }
    } while (page.size() == PAGE);
    return codes;
  }

  private List<JsonNode> page() {
    JsonNode entries = api.get("/journal?provider=" + GATEWAY + "&since=" + since + "&limit=" + PAGE);
    if (!entries.isEmpty()) since = entries.get(entries.size() - 1).path("sequence").asLong();
    return entries.valueStream().toList();
  }
}
