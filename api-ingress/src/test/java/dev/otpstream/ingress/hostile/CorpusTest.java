package dev.otpstream.ingress.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.ingress.hostile.Said.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that no decent client makes, over raw sockets against a real ingress. Each gets one answer: the client's
 * fault, in the words of its front, without a hint of how the ingress is made. {@code requests.txt} and
 * {@code bodies.txt} hold them; a seed damages good ones further.
 */
class CorpusTest {
  private static final int DAMAGED = 700;
  private static final String JSON = "Content-Type: application/json¶Connection: close¶Content-Length: $LEN¶¶";
  private static final String ZAPNOTY = " HTTP/1.1¶Host: x¶Authorization: Bearer $ZAPNOTY¶" + JSON;
  private static final String BASIC = " HTTP/1.1¶Host: x¶Authorization: Basic $BASIC¶" + JSON;
  private static final String KALEYRA = " HTTP/1.1¶Host: x¶api-key: $KALEYRA¶" + JSON;
  private static final String ADMIN = " HTTP/1.1¶Host: x¶Authorization: Bearer $ADMIN¶" + JSON;
  /** Calls that take a body, and how each refuses one. */
  private static final Map<String, Shape> CALLS = Map.of("POST /api/json.php HTTP/1.1¶Host: x¶" + JSON, Shape.ALPHASMS,
      "POST /v1/otp/send" + ZAPNOTY, Shape.ENVELOPE, "POST /v1/otp/verify" + ZAPNOTY, Shape.ENVELOPE,
      "POST /v1/messages" + BASIC, Shape.ENGAGELAB, "POST /v1/verifications" + BASIC, Shape.ENGAGELAB,
      "POST /v1/$SID/messages" + KALEYRA, Shape.KALEYRA, "POST /v1/$SID/verify/validate" + KALEYRA,
      Shape.KALEYRA_VERIFY, "POST /admin/v1/accounts" + ADMIN, Shape.ENVELOPE);
  private static final List<String> GOOD = List.of(
      "POST /api/json.php HTTP/1.1¶Host: x¶" + JSON
          + "{\"auth\":\"$ALPHASMS\",\"data\":[{\"type\":\"sms\",\"id\":1,\"phone\":380971234567,\"sms_message\":\"x\"}]}",
      "POST /v1/otp/send" + ZAPNOTY + "{\"phone\":\"380971234567\",\"purpose\":\"login\"}",
      "POST /v1/otp/verify" + ZAPNOTY + "{\"phone\":\"380971234567\",\"code\":\"482916\"}",
      "GET /v1/otp/messages/1025" + ZAPNOTY, "GET /v1/otp/request/KKKKKKKKKKKKKKKK/status" + ZAPNOTY,
      "POST /v1/verifications" + BASIC + "{\"message_id\":\"1025\",\"verify_code\":\"482916\"}",
      "POST /v1/$SID/verify" + KALEYRA + "{\"to\":{\"mobile\":\"380971234567\"}}",
      "GET /admin/v1/messages/1025" + ADMIN, "GET /openapi.json HTTP/1.1¶Host: x¶Connection: close¶¶",
      "POST /v1/otp/send HTTP/1.1¶Host: x¶Authorization: Bearer $ZAPNOTY¶Content-Type: application/json¶Connection: "
          + "close¶Transfer-Encoding: chunked¶¶18¶{\"phone\":\"380971234567\"}¶0¶¶");
  @TempDir
  private static Path folder;
  private static Target target;

  @BeforeAll static void start() {
    target = new Target(folder);
  }

  @AfterAll static void stop() {
    target.close();
  }

  /** Whatever was asked, it was never our fault. */
  @AfterEach void nothingBlamedTheServer() {
    assertThat(target.serverErrors()).isZero();
  }

  @Test void everyRequestOfTheCorpusIsRefusedInItsFrontsWords() {
    List<String> lines = Written.lines("requests.txt");
    var otherwise = new ArrayList<String>();
    for (String line : lines) {
      String[] parts = line.split(" ", 3);
      Said said = target.exchange(target.bytes(parts[2]));
      String got = said.status() + " " + said.shape().word();
      if (!got.equals(parts[0] + " " + parts[1]) || said.answers() > 1 || said.tells())
        otherwise.add("got " + got + " in " + said.answers() + " answers: " + line);
    }
    assertThat(lines).hasSizeGreaterThan(300);
    assertThat(otherwise).isEmpty();
  }

  @Test void everyBodyOfTheCorpusIsRefusedByEveryCallInItsFrontsWords() {
    List<String> lines = Written.lines("bodies.txt");
    var otherwise = new ArrayList<String>();
    CALLS.forEach((call, shape) -> {
      for (String line : lines) {
        Said said = target.exchange(target.bytes(call + line.substring(line.indexOf('|') + 1)));
        int status = shape == Shape.ALPHASMS ? 200 : 400;
        if (said.status() != status || said.answers() != 1 || said.shape() != shape || said.tells())
          otherwise.add("got " + said.status() + " " + said.shape() + ": " + call + line);
      }
    });
    assertThat(lines).hasSizeGreaterThan(60);
    assertThat(otherwise).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3}) void anyDamagedRequestIsAnsweredOrNoRequestAtAll(long seed) {
    var random = new Random(seed);
    var otherwise = new ArrayList<String>();
    int answered = 0;
    for (int i = 0; i < DAMAGED; i++) {
      byte[] request = new Damage(random).to(target.bytes(GOOD.get(random.nextInt(GOOD.size()))));
      Said said = target.exchange(request);
      if (said.status() != 0) answered++;
      boolean served = said.status() >= 200 && said.status() < 300;
      boolean refused = said.status() >= 400 && said.status() < 500
          && (said.shape() != Shape.OTHER || said.body().isEmpty());
      boolean cutOff = said.status() == 0; // in the head: it was never a request
      if (!served && ((!refused && !cutOff) || said.tells()))
        otherwise.add("got " + said.status() + " " + said.body() + ": " + Damage.shown(request));
    }
    assertThat(otherwise).isEmpty();
    assertThat(answered).isGreaterThan(DAMAGED / 2);
  }
}
