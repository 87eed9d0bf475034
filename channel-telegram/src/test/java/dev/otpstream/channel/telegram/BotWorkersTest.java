package dev.otpstream.channel.telegram;

import static dev.otpstream.channel.telegram.ConsentStage.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.embedded.FreePorts;
import dev.otpstream.kit.Service;
import dev.otpstream.schemas.ConsentState;
import dev.otpstream.schemas.VerifyOutcome;
import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.stage.Entry;
import dev.otpstream.simulators.stage.Step;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers of one bot come and go; people notice nothing. */
class BotWorkersTest {
  private static final AtomicLong USERS = new AtomicLong(6_000_000_000L);
  private static final String SECRET = "a-secret-of-some-length";
  private static ConsentStage stage;
  private final long ann = USERS.incrementAndGet();

  @BeforeAll static void start(@TempDir Path folder) {
    stage = new ConsentStage(folder);
  }

  @AfterAll static void stop() {
    stage.close();
  }

  @BeforeEach void forget() {
    stage.simulators.scripts().clear();
    stage.simulators.forget();
  }

  @Test void aRestartInTheMiddleOfEachStepLosesNothing() {
    String link = stage.link();
    stage.telegram.start(ann, "otp_" + link);
    restarted(() -> until(() -> stage.said(ann).size() == 1));
    stage.telegram.tap(ann, "otp:y:" + link);
    restarted(() -> until(() -> stage.codes(ann).size() == 1 && stage.state(link) == ConsentState.SENT));
    assertThat(stage.verifies(ann, stage.codes(ann).getFirst())).isEqualTo(VerifyOutcome.VERIFIED);
    stage.telegram.type(ann, "/stop");
    restarted(() -> until(() -> !stage.subscribed(ann) && stage.telegram.unconfirmed() == 0));
    assertThat(stage.codes(ann)).as("no step came twice").hasSize(1);
  }

  @Test void oneOfTwoListensAndTheOtherTakesOver() {
    Service one = stage.worker();
    stage.agrees(ann, stage.link());
    stage.simulators.forget(); // what an earlier worker left hanging
    try (Service two = stage.worker()) {
      until(() -> two.readiness().ready());
      stage.telegram.start(ann, null);
      until(() -> stage.said(ann).getLast().text().startsWith("Hello!"));
      assertThat(conflicts()).as("nobody else polled").isEmpty();
      one.close();
      long bob = USERS.incrementAndGet();
      String link = stage.link();
      stage.agrees(bob, link);
      until(() -> stage.state(link) == ConsentState.SENT);
      assertThat(stage.codes(bob)).hasSize(1);
    } finally {
      one.close();
    }
  }

  @Test void aPollThatGoesWrongLosesNoUpdate() {
    stage.simulators.scriptDefault(Simulators.TELEGRAM_BOT, Step.garbage().on("getUpdates").times(1),
        Step.broken().on("getUpdates").times(1), Step.serverError(502).on("getUpdates").times(1),
        Step.throttle(1).on("getUpdates").times(1));
    String link = stage.link();
    restarted(() -> {
      stage.agrees(ann, link);
      until(() -> stage.state(link) == ConsentState.SENT);
    });
    assertThat(stage.codes(ann)).hasSize(1);
  }

  @Test void telegramMayCallInsteadOfBeingPolledAndMustBringTheSecret() throws Exception {
    int port = FreePorts.next();
    String url = "http://127.0.0.1:" + port + WebhookServer.PATH;
    try (Service worker = stage.worker(Map.of("TELEGRAM_BOT_WEBHOOK_URL", url, "TELEGRAM_BOT_WEBHOOK_SECRET", SECRET,
        "TELEGRAM_BOT_WEBHOOK_PORT", Integer.toString(port)))) {
      until(() -> worker.readiness().ready() && stage.telegram.webhookUrl().isPresent());
      String link = stage.link();
      stage.agrees(ann, link);
      until(() -> stage.state(link) == ConsentState.SENT);
      assertThat(stage.simulators.journal().counters().get(Simulators.TELEGRAM_BOT))
          .doesNotContainKey("received getUpdates");
      assertThat(post(url, "wrong")).isEqualTo(401);
      assertThat(post(url, SECRET)).isEqualTo(200);
    }
    long bob = USERS.incrementAndGet();
    restarted(() -> stage.agrees(bob, stage.link())); // polls again: the webhook is in the way, and goes
    assertThat(stage.telegram.webhookUrl()).isEmpty();
  }

  @Test void phoneNumbersGoToTheGatewayAndChatsToTheBot() {
    String phone = "+380501119999";
    try (Service worker = stage.worker(Map.of("TELEGRAM_GATEWAY_URL", stage.simulators.telegramGatewayUrl().toString(),
        "TELEGRAM_GATEWAY_TOKEN", stage.simulators.telegramGatewayToken()))) {
      until(() -> worker.readiness().ready());
      stage.agrees(ann, stage.link());
      stage.dispatches(phone, "4711");
      until(() -> stage.simulators.messagesOf(phone).size() == 1);
    }
    assertThat(stage.codes(ann)).hasSize(1);
    assertThat(stage.simulators.messagesOf(phone)).singleElement()
        .satisfies(message -> assertThat(message.provider()).isEqualTo(Simulators.TELEGRAM_GATEWAY));
  }

  private static void restarted(Runnable meanwhile) {
    try (Service _ = stage.worker()) {
      meanwhile.run();
    }
  }

  private static List<Entry> conflicts() {
    return stage.simulators.journal().since(0, 1_000,
        entry -> entry.kind().equals("answer getUpdates") && entry.body().equals(409));
  }

  private static int post(String url, String secret) throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(URI.create(url)).header(WebhookServer.SECRET, secret)
          .POST(BodyPublishers.ofString("{\"update_id\":1}")).build(), BodyHandlers.discarding()).statusCode();
    }
  }
}
