package dev.otpstream.kit.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Claims as one worker writes and another one reads them, on a real broker. */
class ClaimReaderTest {
  private static final DispatchId OPEN = new DispatchId(1024, 1);
  private static final DispatchId RELEASED = new DispatchId(1024, 2);
  private static final DispatchId AGAIN = new DispatchId(2048, 1);
  private static final DispatchId OURS = new DispatchId(3072, 1);
  private static final DispatchId OVERTAKEN = new DispatchId(4096, 1);
  private static Bench bench;

  @BeforeAll static void start(@TempDir Path folder) {
    bench = new Bench(folder);
  }

  @AfterAll static void stop() {
    bench.close();
  }

  @Test void whatOthersClaimedAndDidNotReleaseIsOpen() {
    var us = UUID.randomUUID();
    var reader = new ClaimReader(bench.platform(), Topics.CLAIMS_SMS, us);
    assertThat(reader.readIn(List.of(0, 1))).containsEntry(0, Set.of()).containsEntry(1, Set.of());

    try (var ours = claims(us); var theirs = claims(UUID.randomUUID()); var late = claims(UUID.randomUUID())) {
      assertThat(ours.of(OURS, 0).take()).isTrue();
      assertThat(theirs.of(OPEN, 0).take()).isTrue();
      claimAndRelease(theirs, RELEASED);
      claimAndRelease(theirs, AGAIN);
      assertThat(theirs.of(AGAIN, 0).take()).isTrue();
      assertThat(theirs.of(OVERTAKEN, 0).take()).isTrue();
      claimAndRelease(late, OVERTAKEN); // by a worker that had lost the partition before
    }
    bench.produce(new ProducerRecord<>(Topics.CLAIMS_SMS.name(), 0, null, "poison".getBytes(StandardCharsets.UTF_8)));

    var open = reader.readIn(List.of(0, 1));
    assertThat(open.get(0)).containsExactlyInAnyOrder(OPEN, AGAIN, OVERTAKEN);
    assertThat(open.get(1)).isEmpty();
  }

  private static void claimAndRelease(Claims claims, DispatchId id) {
    var claim = claims.of(id, 0);
    assertThat(claim.take()).isTrue();
    claim.release();
  }

  private static Claims claims(UUID worker) {
    return new Claims(bench.platform(), Topics.CLAIMS_SMS, worker);
  }
}
