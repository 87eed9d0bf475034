package dev.otpstream.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.otpstream.embedded.FreePorts;
import dev.otpstream.kit.channel.SendOutcome.Accepted;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The channel against the centre that Kannel's own tests use, a third codec besides those of the simulator and of npm's
 * smpp. It knows transmitters and receivers only, answers submits without an id, and sends messages of its own, but no
 * receipts. Left out where it is not installed.
 */
class KannelCentreTest {
  private static final Path DRIVER = Path.of("/usr/lib/kannel/test/drive_smpp");
  private static final int OWN_MESSAGES = 3;

  @Test void aThirdCentreUnderstandsUs(@TempDir Path folder) throws Exception {
    assumeTrue(Files.isExecutable(DRIVER), "kannel-extras is not installed");
    int port = FreePorts.next();
    Path log = folder.resolve("centre.log");
    try (var smsbox = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Path settings = Files.writeString(folder.resolve("kannel.conf"),
          "group = core\nadmin-port = 1\nadmin-password = x\nsmsbox-port = " + smsbox.getLocalPort() + "\n");
      Process centre = new ProcessBuilder(DRIVER.toString(), "-v", "0", "-p", String.valueOf(port), "-m",
          String.valueOf(OWN_MESSAGES), "-c", settings.toString()).redirectErrorStream(true)
          .redirectOutput(log.toFile()).start();
      Thread.ofVirtual().start(() -> holdOpen(smsbox)); // the driver wants a gateway to talk to, too
      try (var worker = Worker.bound(SmppSetting.config(port, Map.of("SMPP_BIND", "tx+rx")))) {
        await().until(() -> worker.channel.readiness().detail().startsWith("2 of 2"));
        assertThat(worker.send("+79990001122")).isInstanceOfSatisfying(Accepted.class, accepted -> {
          assertThat(accepted.parts()).isEqualTo(1);
          assertThat(accepted.providerMessageIds()).as("it gives none").isEmpty();
        });
        await().until(() -> Files.readString(log).contains("short_message = <" + SmppSetting.TEXT + ">"));
        await().atMost(Duration.ofSeconds(20))
            .until(() -> worker.meters.counter("otp.smpp.receipts", "provider", "smpp",
                "what", "no_receipt").count() >= OWN_MESSAGES);
        assertThat(worker.receipts).isEmpty();
      } finally {
        centre.destroy();
        if (!centre.waitFor(5, TimeUnit.SECONDS)) centre.destroyForcibly();
      }
    }
  }

  /** Until the driver is gone. */
  private static void holdOpen(ServerSocket server) {
    try (Socket socket = server.accept()) {
      long _ = socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException _) {
      // the test is over
    }
  }
}
