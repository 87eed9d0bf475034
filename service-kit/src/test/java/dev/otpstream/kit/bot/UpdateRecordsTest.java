package dev.otpstream.kit.bot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.schemas.BotUpdate;
import dev.otpstream.schemas.BotUpdateKind;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.KeyFile;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.schemas.sealing.Unopenable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpdateRecordsTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static Keys keys;

  @BeforeAll static void makeKeys(@TempDir Path folder) {
    keys = KeyFile.loadOrCreate(folder.resolve("keys.json"));
  }

  @Test void aLinkForACodeIsARequestsRecord() throws Unopenable {
    BotUpdate update = record(new Update.Started("otp_abc")).orElseThrow();
    assertThat(update.getKind()).isEqualTo(BotUpdateKind.STARTED);
    assertThat(update.getRequestId()).isEqualTo("abc");
    assertThat(UpdateRecords.key(update)).isEqualTo("abc");
    assertThat(update.getUserToken()).isEqualTo(keys.token("77", "user/max"));
    assertThat(keys.open(update.getChat(), Contexts.chat("max"))).isEqualTo("chat-77");
    assertThat(keys.open(update.getProfile(), Contexts.profile("max")))
        .isEqualTo("{\"first_name\":\"Ann \\\"A\\\"\",\"username\":\"ann\"}");
  }

  @Test void aSubscribeLinkNamesOnlyAnAccountThatIsThere() {
    assertThat(record(new Update.Started("sub_acme")).orElseThrow().getAccountId()).isEqualTo("acme");
    BotUpdate unknown = record(new Update.Started("sub_nobody")).orElseThrow();
    assertThat(unknown.getAccountId()).isNull();
    assertThat(UpdateRecords.key(unknown)).isEqualTo(unknown.getUserToken());
  }

  @Test void aTapIsAnAnswerIfItsDataAreOurs() {
    BotUpdate agrees = record(new Update.Tapped("t", "otp:y:abc", Optional.of("12"))).orElseThrow();
    assertThat(agrees.getKind()).isEqualTo(BotUpdateKind.CONSENTED);
    assertThat(agrees.getTapped()).isEqualTo("12");
    assertThat(record(new Update.Tapped("t", "otp:n:abc", Optional.empty())).orElseThrow().getKind())
        .isEqualTo(BotUpdateKind.CANCELLED);
    assertThat(record(new Update.Tapped("t", "made up", Optional.empty()))).isEmpty();
  }

  @Test void namesWithoutAnEndAreCut() {
    var update = new Update("1", "77", "chat-77", Optional.of("x".repeat(1000)),
        Optional.of(new Update.Profile("y".repeat(100_000), null)), new Update.Stopped());
    BotUpdate record = records().of(update, NOON).orElseThrow();
    assertThat(record.getLanguage()).hasSizeLessThan(200);
    assertThat(record.getProfile().remaining()).isLessThan(500);
  }

  @Test void nothingOfAUserIsPrinted() {
    assertThat(update(new Update.Tapped("t", "otp:y:abc", Optional.empty())).toString()).doesNotContain("77", "Ann",
        "abc");
  }

  private static Optional<BotUpdate> record(Update.Deed deed) {
    return records().of(update(deed), NOON);
  }

  private static Update update(Update.Deed deed) {
    return new Update("1", "77", "chat-77", Optional.of("en"), Optional.of(new Update.Profile("Ann \"A\"", "ann")),
        deed);
  }

  private static UpdateRecords records() {
    return new UpdateRecords("max", "bot", keys, "acme"::equals);
  }
}
