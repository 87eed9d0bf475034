package dev.otpstream.channel.max;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.otpstream.channel.max.MaxHttp.Call;
import dev.otpstream.channel.max.Turns.Urgency;
import dev.otpstream.kit.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A messenger whose certificate no platform knows. */
class TrustTest {
  private static final char[] PASSWORD = "changeit".toCharArray();
  @TempDir
  private Path folder;
  private HttpsServer server;

  @BeforeEach void start() throws Exception {
    keytool("-genkeypair", "-alias", "max", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost",
        "-keystore", "keys.p12", "-storetype", "PKCS12");
    keytool("-exportcert", "-rfc", "-alias", "max", "-keystore", "keys.p12", "-file", "root.pem");
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(serverSide()));
    server.createContext("/", exchange -> {
      try (exchange) {
        byte[] answer = "{\"success\":true}".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
      }
    });
    server.start();
  }

  @AfterEach void stop() {
    server.stop(0);
  }

  @Test void itIsTrustedOnceItsRootIsGiven() throws Exception {
    assertThat(me(Optional.of(Trust.with(folder.resolve("root.pem"))))).isInstanceOf(Said.Done.class);
  }

  @Test void elseItGetsNothing() throws Exception {
    assertThat(me(Optional.empty())).isInstanceOf(Said.Unreached.class);
  }

  @Test void aFileWithoutCertificatesIsABadSetting() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.pem"));
    Path junk = Files.writeString(folder.resolve("junk.pem"), "no certificate");
    for (Path pem : new Path[]{empty, junk, folder.resolve("missing.pem")})
      assertThatThrownBy(() -> Trust.with(pem)).isInstanceOf(IOException.class);
  }

  private Said me(Optional<SSLContext> tls) throws InterruptedException {
    MaxConfig config = MaxSetting.config(URI.create("https://localhost:" + server.getAddress().getPort()),
        Map.of("MAX_TIMEOUT", "5s"));
    try (var http = new MaxHttp(config, tls, MaxSetting.allTurns())) {
      return http.call(new Call("GET", "/me", null, Urgency.ANSWER, Duration.ofSeconds(5), config.sendTimeout()));
    }
  }

  private SSLContext serverSide() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(folder.resolve("keys.p12"))) {
      keys.load(file, PASSWORD);
    }
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private void keytool(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storepass", new String(PASSWORD)));
    Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("keytool").isZero();
  }
}
