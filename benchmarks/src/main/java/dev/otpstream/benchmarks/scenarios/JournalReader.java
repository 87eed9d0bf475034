package dev.otpstream.benchmarks.scenarios;

import dev.otpstream.benchmarks.platform.JsonApi;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Reads the journal with calls that wait for their answer: for what comes before a load. */
final class JournalReader {
  private final JsonApi api;
  private long since;

  JournalReader(URI simulators) {
    api = new JsonApi(simulators);
  }

  /**
   * Leaves out what is there.
   *
   * @return the number of the last entry that is left out
   */
  long skipToEnd() {
    var _ = read();
    return since;
  }

  /** The codes since the last call. */
  List<IssuedCode> read() {
    var codes = new ArrayList<IssuedCode>();
    Journal.Page page;
    do {
      page = Journal.read(api.get(Journal.path(since)), since);
      since = page.upTo();
      page.deliveries().forEach(delivery -> codes.add(delivery.code()));
    } while (page.whole());
    return codes;
  }
}
