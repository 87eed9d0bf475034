package dev.otpstream.channel.telegram;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.otpstream.kit.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportSignatureTest {
  private static final String TIMESTAMP = "1700000000";
  private static final Instant THEN = Instant.ofEpochSecond(1_700_000_000);
  private static final byte[] BODY = ("{\"request_id\":\"r1\",\"phone_number\":\"+380971234567\",\"request_cost\":0.01,"
      + "\"delivery_status\":{\"status\":\"delivered\",\"updated_at\":1700000000}}").getBytes(UTF_8);
  private static final String KNOWN = "c99e306e610262df18b4a3e3e9cf718046b1f36a44f419d2294e47d46efe9b80";
  private final ReportSignature signature = new ReportSignature(new Secret("test-token"));

  @Test void theKnownSignatureHolds() {
    assertThat(signature.holds(TIMESTAMP, KNOWN, BODY, THEN)).isTrue();
  }

  @Test void anIndependentToolAgrees(@TempDir Path folder) throws IOException, InterruptedException,
      NoSuchAlgorithmException {
    Path data = folder.resolve("data");
    Files.write(data, (TIMESTAMP + "\n" + new String(BODY, UTF_8)).getBytes(UTF_8));
    String key = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest("test-token".getBytes(UTF_8)));
    Process openssl;
    try {
      openssl = new ProcessBuilder("openssl", "dgst", "-sha256", "-mac", "HMAC", "-macopt", "hexkey:" + key,
          data.toString()).redirectErrorStream(true).start();
    } catch (IOException e) {
      assumeTrue(false, "no openssl here");
      return;
    }
    String said = new String(openssl.getInputStream().readAllBytes(), UTF_8).strip();
    assertThat(openssl.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(signature.holds(TIMESTAMP, said.substring(said.lastIndexOf(' ') + 1), BODY, THEN)).isTrue();
  }

  @Test void anyChangeBreaksIt() {
    byte[] changed = BODY.clone();
    changed[20] ^= 1;
    assertThat(signature.holds(TIMESTAMP, KNOWN, changed, THEN)).isFalse();
    assertThat(signature.holds("1700000001", KNOWN, BODY, THEN)).isFalse();
    assertThat(signature.holds(TIMESTAMP, KNOWN.replace('c', 'd'), BODY, THEN)).isFalse();
    assertThat(new ReportSignature(new Secret("other")).holds(TIMESTAMP, KNOWN, BODY, THEN)).isFalse();
  }

  @Test void anOldReportMayBeAReplay() {
    assertThat(signature.holds(TIMESTAMP, KNOWN, BODY, THEN.plusSeconds(300))).isTrue();
    assertThat(signature.holds(TIMESTAMP, KNOWN, BODY, THEN.plusSeconds(301))).isFalse();
    assertThat(signature.holds(TIMESTAMP, KNOWN, BODY, THEN.minusSeconds(301))).isFalse();
  }

  @Test void whatIsMissingOrMalformedDoesNotHold() {
    assertThat(signature.holds(null, KNOWN, BODY, THEN)).isFalse();
    assertThat(signature.holds(TIMESTAMP, null, BODY, THEN)).isFalse();
    assertThat(signature.holds("", KNOWN, BODY, THEN)).isFalse();
    assertThat(signature.holds("99999999999999999999", KNOWN, BODY, THEN)).isFalse();
    assertThat(signature.holds(TIMESTAMP, KNOWN.substring(1), BODY, THEN)).isFalse();
    assertThat(signature.holds(TIMESTAMP, "z".repeat(64), BODY, THEN)).isFalse();
  }
}
