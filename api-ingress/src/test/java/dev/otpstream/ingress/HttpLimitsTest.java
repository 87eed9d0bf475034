package dev.otpstream.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Dialect;
import dev.otpstream.ingress.front.Fault;
import dev.otpstream.ingress.front.FrontHosts;
import dev.otpstream.ingress.front.HttpConfig;
import dev.otpstream.ingress.front.HttpEdge;
import dev.otpstream.ingress.front.Operation;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.kit.Env;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one connection, one request and all of them together may take. */
class HttpLimitsTest {
  private static final Duration IDLE_TIMEOUT = Duration.ofMillis(1500);
  private static final int BODY_MAX = 64 << 20;
  private static final int BODIES_MAX = 1 << 20;
  /** So many bytes of each body need no room. */
  private static final int NOT_COUNTED = 4 * 1024;
  private static final String POST = "POST /slow HTTP/1.1\r\nHost: x\r\n";
  private static final String HELD = "POST /held HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
      + "Content-Length: 4\r\n\r\nbody";
  /** What the calls to {@code /held} wait for. */
  private final CompletableFuture<Answer> held = new CompletableFuture<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final HttpEdge edge = new HttpEdge(new HttpConfig("127.0.0.1", 0, 2048, BODY_MAX, BODIES_MAX, 300, 4,
      IDLE_TIMEOUT, Duration.ofSeconds(5), FrontHosts.NONE), List.of(new Slow()), meters);

  @AfterEach void stop() {
    edge.close();
  }

  @Test void aHeadThatComesByteByByteIsGivenUp() throws IOException {
    try (var socket = connected()) {
      socket.getOutputStream().write(ascii("POST /slow HTTP/1.1\r\nX: "));
      assertThat(closedWhileDripping(socket)).isTrue();
    }
  }

  @Test void aSecondHeadThatComesByteByByteIsGivenUp() throws IOException {
    try (var socket = connected()) {
      socket.getOutputStream().write(ascii(POST + "Content-Length: 0\r\n\r\n" + POST + "X: "));
      assertThat(closedWhileDripping(socket)).isTrue();
    }
  }

  @Test void callsInAPipeMayTogetherTakeLongerThanAHead() {
    String call = POST + "Content-Length: 0\r\n\r\n";
    String last = POST + "Connection: close\r\nContent-Length: 0\r\n\r\n";
    assertThat(RawHttp.exchange(edge.port(), call + call + last).split("\"done\"", -1)).hasSize(4);
  }

  @Test void aClaimedLengthCostsNothing() throws IOException {
    var claims = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 200; i++) { // 12 GB in words
        Socket socket = connected();
        claims.add(socket);
        socket.getOutputStream().write(ascii(POST + "Content-Length: " + BODY_MAX + "\r\n\r\n{"));
      }
      for (Socket socket : claims)
        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
            .startsWith("HTTP/1.1 400 ").endsWith("\"BODY_UNREADABLE\"");
    } finally {
      for (Socket socket : claims)
        socket.close();
    }
  }

  @Test void callsBeyondThoseAtWorkAreRefusedAtOnceAndOneWhoseBodyDripsIsNotAtWork() throws IOException {
    try (var dripping = connected()) {
      dripping.getOutputStream().write(ascii(POST + "Content-Length: 9\r\n\r\n{"));
      List<CompletableFuture<String>> calls = Stream.generate(() -> HELD).limit(7).map(this::answer).toList();
      awaitRefused(calls, 3);
      held.complete(Answer.ok(Json.of("done")));
      assertThat(calls).extracting(CompletableFuture::join).filteredOn(answer -> answer.endsWith("\"done\""))
          .hasSize(4);
    }
  }

  @Test void callsThatBeginSomethingLeaveRoomForTheOthers() {
    String beginning = HELD.replace("/held", "/beginning");
    List<CompletableFuture<String>> beginnings = Stream.generate(() -> beginning).limit(5).map(this::answer).toList();
    awaitRefused(beginnings, 2);
    List<CompletableFuture<String>> others = Stream.generate(() -> HELD).limit(2).map(this::answer).toList();
    awaitRefused(others, 1);
    held.complete(Answer.ok(Json.of("done")));
    assertThat(Stream.of(beginnings, others).flatMap(List::stream)).extracting(CompletableFuture::join)
        .filteredOn(answer -> answer.endsWith("\"done\"")).hasSize(4);
    assertThat(RawHttp.exchange(edge.port(), beginning)).endsWith("\"done\"");
  }

  private static void awaitRefused(List<CompletableFuture<String>> calls, int refused) {
    await().until(() -> calls.stream().filter(CompletableFuture::isDone).count() == refused);
    assertThat(calls).filteredOn(CompletableFuture::isDone).extracting(CompletableFuture::join)
        .allMatch(answer -> answer.endsWith("\"BUSY\""));
  }

  @Test void aLongBodyForWhichThereIsNoRoomIsToComeAgainAndAUsualOneIsServed() throws IOException {
    byte[] half = new byte[BODIES_MAX * 3 / 4];
    try (var holds = connected()) {
      holds.getOutputStream().write(ascii(POST + "Connection: close\r\nContent-Length: " + half.length + "\r\n\r\n"));
      holds.getOutputStream().write(half); // is being answered for a second
      await().until(() -> meters.get("otp.http.bodies.bytes").gauge().value() >= half.length - NOT_COUNTED);
      String tooLong = "Connection: close\r\nContent-Length: " + half.length + "\r\n\r\n" + "x".repeat(half.length);
      assertThat(answers(POST + tooLong, 20)).contains("\"BUSY\"");
      assertThat(RawHttp.exchange(edge.port(), POST + "Connection: close\r\nContent-Length: 4\r\n\r\nbody"))
          .endsWith("\"done\"");
      assertThat(new String(holds.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)).endsWith("\"done\"");
    }
    assertThat(RawHttp.exchange(edge.port(), POST + "Connection: close\r\nContent-Length: " + half.length + "\r\n\r\n"
        + "x".repeat(half.length))).endsWith("\"done\"");
  }

  @Test void aHeadLongerThanTheSettingIsRefused() {
    String head = "GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX: ";
    assertThat(RawHttp.exchange(edge.port(), head + "x".repeat(2048) + "\r\n\r\n")).startsWith("HTTP/1.1 431 ");
    assertThat(RawHttp.exchange(edge.port(), head + "x".repeat(1000) + "\r\n\r\n")).contains("WRONG_METHOD");
  }

  @Test void theLimitsAreSettingsWithDefaults() {
    Env defaults = Env.of(Map.of());
    assertThat(HttpConfig.from(defaults, Duration.ofSeconds(5), List.of())).isEqualTo(new HttpConfig("0.0.0.0", 8080,
        8192, 1 << 20, 64 << 20, 10_000, 2_000, Duration.ofSeconds(30), Duration.ofSeconds(7), FrontHosts.NONE));
    Env set = Env.of(Map.of("OTP_HTTP_HEAD_MAX", "4096", "OTP_HTTP_BODY_MAX", "2048", "OTP_HTTP_BODIES_MAX", "2000000",
        "OTP_HTTP_CONNECTIONS_MAX", "50", "OTP_HTTP_CALLS_MAX", "7", "OTP_HTTP_IDLE_TIMEOUT", "5s"));
    HttpConfig config = HttpConfig.from(set, Duration.ofSeconds(5), List.of());
    set.failOnProblems();
    assertThat(List.of(config.headBytesMax(), config.bodyBytesMax(), config.connectionsMax(), config.callsMax()))
        .containsExactly(4096, 2048, 50, 7);
    assertThat(config.bodiesBytesMax()).isEqualTo(2_000_000);
    assertThat(config.idleTimeout()).isEqualTo(Duration.ofSeconds(5));
  }

  /** The answers to one request, tried several times at once. */
  private String answers(String request, int times) {
    var answers = Stream.generate(() -> request).limit(times).map(this::answer).toList();
    return String.join("\n", answers.stream().map(CompletableFuture::join).toList());
  }

  private CompletableFuture<String> answer(String request) {
    return CompletableFuture.supplyAsync(() -> RawHttp.exchange(edge.port(), request),
        task -> Thread.ofVirtual().start(task));
  }

  private Socket connected() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), edge.port());
    socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(30));
    return socket;
  }

  /** Gives a byte, far more often than the idle timeout, until the server has enough; false: it never had. */
  private static boolean closedWhileDripping(Socket socket) throws IOException {
    socket.setSoTimeout(50);
    for (int drips = 0; drips < 1_000; drips++) {
      try {
        socket.getOutputStream().write('x');
        if (socket.getInputStream().readNBytes(1024).length == 0) return true;
      } catch (java.net.SocketTimeoutException _) {
        // still open
      } catch (IOException _) {
        return true;
      }
    }
    return false;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** One call, which takes a second. */
  private final class Slow implements Dialect {
    @Override public String name() {
      return "slow";
    }

    @Override public List<Operation> operations() {
      return List.of(Operation.post("slow", "/slow", _ -> CompletableFuture.supplyAsync(
          () -> Answer.ok(Json.of("done")), CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS))),
          Operation.post("held", "/held", _ -> held),
          Operation.post("beginning", "/beginning", _ -> held).yielding());
    }

    @Override public boolean speaksFor(String path) {
      return true;
    }

    @Override public Answer fault(Fault fault) {
      return Answer.of(400, Json.of(fault.name()));
    }
  }
}
