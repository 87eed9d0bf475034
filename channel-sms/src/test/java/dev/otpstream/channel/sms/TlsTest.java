package dev.otpstream.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.otpstream.kit.channel.SendOutcome.Unavailable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A centre behind TLS. */
class TlsTest {
  private static final String PASSWORD = "changeit";
  @TempDir
  private static Path folder;

  @BeforeAll static void makeCertificate() throws Exception {
    keytool("-genkeypair", "-alias", "centre", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost",
        "-keystore", "keys.p12", "-storetype", "PKCS12");
    keytool("-exportcert", "-rfc", "-alias", "centre", "-keystore", "keys.p12", "-file", "centre.pem");
  }

  @Test void aTrustedCentreIsBound() throws Exception {
    try (var centre = centre(); var worker = worker(centre, "localhost", folder.resolve("centre.pem").toString())) {
      worker.awaitBound();
      assertThat(worker.channel.readiness().ready()).isTrue();
    }
  }

  @Test void aCertificateOfAnotherHostIsNotEnough() throws Exception {
    try (var centre = centre(); var worker = worker(centre, "127.0.0.1", folder.resolve("centre.pem").toString())) {
      refused(worker);
    }
  }

  @Test void aCertificateThatNobodyVouchesForIsNotEnough() throws Exception {
    try (var centre = centre(); var worker = worker(centre, "localhost", "")) {
      refused(worker);
    }
  }

  private static void refused(Worker worker) {
    await().until(() -> worker.channel.readiness().detail().contains("SSLHandshakeException"));
    assertThat(worker.send("+79990001122")).isInstanceOf(Unavailable.class);
  }

  private static FakeCentre centre() throws GeneralSecurityException, IOException {
    ServerSocket server = serverSide().getServerSocketFactory().createServerSocket(0, 50,
        InetAddress.getLoopbackAddress());
    return new FakeCentre(server, (_, _) -> {
    });
  }

  private static Worker worker(FakeCentre centre, String host, String trusted) {
    return new Worker(SmppSetting.config(centre.port(),
        Map.of("SMPP_HOST", host, "SMPP_TLS", "true", "SMPP_TRUSTED_CERTIFICATES", trusted)));
  }

  private static SSLContext serverSide() throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(folder.resolve("keys.p12"))) {
      keys.load(file, PASSWORD.toCharArray());
    }
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storepass", PASSWORD));
    Process keytool = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(keytool.exitValue()).isZero();
  }
}
