package dev.otpstream.simulators.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class JournalTest {
  private final Journal journal = new Journal(4);

  @Test void entriesAreReadFromWhereTheReaderStopped() {
    journal.received("a", "call", "1", null, null);
    journal.sent("b", "answer", "1", null, null);
    journal.received("a", "call", "2", null, null);

    assertThat(sequences(0)).containsExactly(1L, 2L, 3L);
    assertThat(sequences(2)).containsExactly(3L);
    assertThat(journal.since(0, 1, entry -> entry.provider().equals("a"))).hasSize(1);
    assertThat(journal.counters()).isEqualTo(Map.of("a", Map.of("received call", 2L), "b", Map.of("sent answer", 1L)));
  }

  @Test void onlyTheNewestAreKept() {
    IntStream.range(0, 10).forEach(_ -> journal.received("a", "call", null, null, null));

    assertThat(sequences(0)).containsExactly(7L, 8L, 9L, 10L);
  }

  @Test void sequenceNumbersGoOnAfterClearing() {
    journal.received("a", "call", null, null, null);

    journal.clear();

    assertThat(sequences(0)).isEmpty();
    journal.received("a", "call", null, null, null);
    assertThat(sequences(0)).containsExactly(2L);
  }

  @Test void aReaderBesideManyWritersMissesNothing() {
    var wide = new Journal(10_000);
    try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int writer = 0; writer < 8; writer++) {
        writers.execute(() -> IntStream.range(0, 500).forEach(_ -> wide.received("a", "call", null, null, null)));
      }
      long last = 0;
      long seen = 0;
      while (seen < 4_000) {
        List<Entry> more = wide.since(last, 100, _ -> true);
        for (Entry entry : more) {
          assertThat(entry.sequence()).isEqualTo(last + 1);
          last = entry.sequence();
          seen++;
        }
      }
    }
  }

  @Test void phonesKeepTheNewestMessagesOfAll() {
    var phones = new Phones(3);

    LongStream.range(0, 5).forEach(n -> phones.receive(
        new PhoneMessage("a", n < 2 ? "1" : "2", Long.toString(n), null, "4711", null, Instant.EPOCH)));

    assertThat(phones.messagesOf("+1")).isEmpty();
    assertThat(phones.messagesOf("+2")).extracting(PhoneMessage::messageId).containsExactly("2", "3", "4");
    assertThat(phones.messagesOf("2").getFirst().toString()).doesNotContain("4711");
  }

  private List<Long> sequences(long since) {
    return journal.since(since, 100, _ -> true).stream().map(Entry::sequence).toList();
  }
}
