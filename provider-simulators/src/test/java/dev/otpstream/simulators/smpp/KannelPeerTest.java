package dev.otpstream.simulators.smpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.otpstream.embedded.FreePorts;
import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.SimulatorsConfig;
import dev.otpstream.simulators.stage.PhoneMessage;
import dev.otpstream.simulators.stage.Receipt.Status;
import dev.otpstream.simulators.stage.Step;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The centre as Kannel sees it, an SMS gateway that many run. Left out where it is not installed. */
class KannelPeerTest {
  private static final Path BEARERBOX = Path.of("/usr/sbin/bearerbox");
  private static final Path SMSBOX = Path.of("/usr/sbin/smsbox");
  private static final String PHONE = "380501234567";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  /** Kannel's words for receipts. */
  private static final String DELIVERED = "1";
  private static final String FAILED = "2";

  private final List<String> receipts = new CopyOnWriteArrayList<>();
  private final List<Process> boxes = new ArrayList<>();

  @Test void aWidelyUsedGatewayAgreesWithTheCentre(@TempDir Path folder) throws Exception {
    assumeTrue(Files.isExecutable(BEARERBOX) && Files.isExecutable(SMSBOX), "kannel is not installed");
    HttpServer hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hook.createContext("/", exchange -> {
      try (exchange) {
        receipts.add(exchange.getRequestURI().getQuery());
        exchange.sendResponseHeaders(200, -1);
      }
    });
    hook.start();
    try (Simulators simulators = Simulators.start(SimulatorsConfig.defaults());
        HttpClient http = HttpClient.newHttpClient()) {
      int sendPort = start(folder, simulators);
      String dlrUrl = "http://127.0.0.1:" + hook.getAddress().getPort() + "/?%d";

      for (String text : List.of("Plain [4711] €", "Код 4711", "я".repeat(200), "long ".repeat(60).strip()))
        await().atMost(PATIENCE).until(() -> send(http, sendPort, text, dlrUrl), status -> status == 202);
      await().atMost(PATIENCE)
          .untilAsserted(() -> assertThat(simulators.messagesOf(PHONE)).extracting(PhoneMessage::text)
              .containsExactlyInAnyOrder("Plain [4711] €", "Код 4711", "я".repeat(200), "long ".repeat(60).strip()));
      await().atMost(PATIENCE).until(() -> receipts.stream().filter(DELIVERED::equals).count() >= 4);

      simulators.script(Simulators.SMPP, PHONE, Step.fail(Status.UNDELIVERED, Duration.ZERO));
      assertThat(send(http, sendPort, "lost", dlrUrl)).isEqualTo(202);
      await().atMost(PATIENCE).until(() -> receipts.contains(FAILED));
      assertThat(simulators.journal().counters().get("smpp")).containsKey("received bind_transceiver")
          .doesNotContainKeys("receipt refused", "receipt unanswered");
    } finally {
      boxes.reversed().forEach(KannelPeerTest::stop);
      hook.stop(0);
    }
  }

  /** Starts Kannel's two processes; answers where it takes messages. */
  private int start(Path folder, Simulators simulators) throws IOException, InterruptedException {
    int sendPort = FreePorts.next();
    Path settings = Files.writeString(folder.resolve("kannel.conf"),
        """
            group = core
            admin-port = %d
            admin-interface = 127.0.0.1
            admin-password = simulate
            smsbox-port = %d
            smsbox-interface = 127.0.0.1
            box-allow-ip = 127.0.0.1

            group = smsc
            smsc = smpp
            smsc-id = simulated
            host = 127.0.0.1
            port = %d
            transceiver-mode = true
            smsc-username = %s
            smsc-password = %s
            system-type = ""

            group = smsbox
            bearerbox-host = 127.0.0.1
            sendsms-port = %d
            sendsms-interface = 127.0.0.1

            group = sendsms-user
            username = test
            password = test
            concatenation = true
            max-messages = 10
            """.formatted(FreePorts.next(), FreePorts.next(), simulators.smppPort(), simulators.smppSystemId(),
            simulators.smppPassword(),
            sendPort));
    boxes.add(box(BEARERBOX, settings, folder.resolve("bearerbox.log")));
    await().atMost(PATIENCE).until(() -> simulators.journal().counters().getOrDefault("smpp", Map.of())
        .containsKey("sent bind_transceiver_resp"));
    boxes.add(box(SMSBOX, settings, folder.resolve("smsbox.log")));
    return sendPort;
  }

  private static Process box(Path program, Path settings, Path log) throws IOException {
    return new ProcessBuilder(program.toString(), "-v", "1", settings.toString()).redirectErrorStream(true)
        .redirectOutput(log.toFile()).start();
  }

  /** The HTTP status; 0 while nobody listens yet. */
  private static int send(HttpClient http, int port, String text, String dlrUrl) throws InterruptedException {
    String query = "username=test&password=test&from=Shop&to=" + PHONE + "&charset=UTF-8&dlr-mask=3&coding="
        + (text.codePoints().anyMatch(c -> c > 0x400 && c < 0x500) ? 2 : 0) + "&text=" + encoded(text) + "&dlr-url="
        + encoded(dlrUrl);
    try {
      return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/cgi-bin/sendsms?" + query))
          .timeout(Duration.ofSeconds(5)).build(), BodyHandlers.discarding()).statusCode();
    } catch (IOException _) {
      return 0;
    }
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static void stop(Process box) {
    box.destroy();
    try {
      if (!box.waitFor(5, TimeUnit.SECONDS)) box.destroyForcibly();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      box.destroyForcibly();
    }
  }
}
