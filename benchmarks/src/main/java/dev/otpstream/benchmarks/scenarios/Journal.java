package dev.otpstream.benchmarks.scenarios;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The journal of the simulated providers: which codes the Telegram Gateway and the SMS centre were told to deliver. */
final class Journal {
  static final int PAGE = 5_000;
  private static final String PATH = "/journal?kind=sendVerificationMessage&kind=submit_sm";
  private static final Pattern CODE = Pattern.compile("(?<!\\d)\\d{6}(?!\\d)");
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private Journal() {}

  /**
   * What came after an entry.
   *
   * @param upTo  the last entry's number, to go on from
   * @param whole whether it is as much as may come at once, so that there may be more
   */
  record Page(List<Delivery> deliveries, long upTo, boolean whole) {}

  /**
   * A code that reached a provider.
   *
   * @param atMicros when, since 1970, by the clock of the simulators
   */
  record Delivery(IssuedCode code, long atMicros) {}

  static String path(long since) {
    return PATH + "&since=" + since + "&limit=" + PAGE;
  }

  /** @throws IllegalStateException if it is no JSON */
  static Page read(String body, long since) {
    try {
      return read(JSON.readTree(body), since);
    } catch (IOException e) {
      throw new IllegalStateException("the journal of the simulators is no JSON", e);
    }
  }

  static Page read(JsonNode entries, long since) {
    var deliveries = new ArrayList<Delivery>(entries.size());
    for (JsonNode entry : entries) {
      String code = code(entry.path("body"));
      if (!code.isEmpty())
        deliveries.add(new Delivery(new IssuedCode(entry.path("phone").asText(), code), at(entry.path("at").asText())));
    }
    long upTo = entries.isEmpty() ? since : entries.get(entries.size() - 1).path("sequence").asLong();
    return new Page(deliveries, upTo, entries.size() >= PAGE);
  }

  /** The gateway is told the code, the SMS centre a text with it. */
  private static String code(JsonNode body) {
    if (body.has("code")) return body.path("code").asText();
    Matcher code = CODE.matcher(body.path("text").asText());
    return code.find() ? code.group() : "";
  }

  private static long at(String text) {
    return text.isEmpty() ? 0 : Instants.micros(Instant.parse(text));
  }
}
