package dev.otpstream.webhooks.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.kit.target.HookTarget;
import dev.otpstream.kit.target.TargetRules;
import dev.otpstream.webhooks.format.HookRequest;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HookClientTest {
  private static final TargetRules OPEN = new TargetRules(Set.of(), true);
  private static final CallLimits LIMITS = new CallLimits(Duration.ofSeconds(3), Duration.ofSeconds(15), 16);
  private static final CallLimits HASTY = new CallLimits(Duration.ofMillis(500), Duration.ofMillis(500), 16);

  private final SystemNames names = new SystemNames(Duration.ofSeconds(3));
  private final HookClient client = new HookClient(LIMITS, OPEN, names);
  private final HookClient hasty = new HookClient(HASTY, OPEN, names);

  @AfterEach void close() {
    client.close();
    hasty.close();
    names.close();
  }

  @ParameterizedTest
  @CsvSource({"200 OK", "201 Created", "202 Accepted", "204 No Content", "299 Whatever"}) void everything2xxIsSuccess(
      String status) {
    try (var listener = Listener.answering(status)) {
      assertThat(post(client, listener.url()))
          .isEqualTo(new CallOutcome.Delivered(Integer.parseInt(status.substring(0, 3))));
    }
  }

  @ParameterizedTest
  @CsvSource({"400", "401", "403", "404", "405", "408", "413", "429", "500", "501", "502", "503", "504",
    "599"}) void everythingElseIsRefusal(int status) {
    try (var listener = Listener.answering(status + " No")) {
      assertThat(post(client, listener.url())).isEqualTo(new CallOutcome.Refused(status, Duration.ZERO));
    }
  }

  @ParameterizedTest
  @CsvSource({"301", "302", "303", "307", "308"}) void aRedirectIsRefusalAndLeadsNowhere(int status) {
    try (var inside = Listener.answering("200 OK");
        var listener = Listener.answering(status + " Elsewhere", "Location: " + inside.url())) {
      assertThat(post(client, listener.url())).isEqualTo(new CallOutcome.Refused(status, Duration.ZERO));
      assertThat(inside.connections).hasValue(0);
    }
  }

  @Test void goneIsGone() {
    try (var listener = Listener.answering("410 Gone")) {
      assertThat(post(client, listener.url())).isEqualTo(new CallOutcome.Gone());
    }
  }

  @Test void retryAfterIsRead() {
    try (var listener = Listener.answering("429 Slow Down", "Retry-After: 17")) {
      assertThat(post(client, listener.url())).isEqualTo(new CallOutcome.Refused(429, Duration.ofSeconds(17)));
    }
  }

  @Test void aReceiverThatHangsUpGaveNoAnswer() {
    try (var listener = Listener.saying("")) {
      assertThat(post(client, listener.url())).isEqualTo(new CallOutcome.NoAnswer("broken-answer"));
      assertThat(listener.connections).hasValue(1); // and it is not asked twice
    }
  }

  @Test void gibberishIsNoAnswer() {
    try (var listener = Listener.saying("SSH-2.0-OpenSSH_9.6\r\n\r\n")) {
      assertThat(post(hasty, listener.url())).isInstanceOf(CallOutcome.NoAnswer.class);
    }
  }

  @Test void aReceiverThatStaysSilentIsLeftAlone() {
    var done = new CountDownLatch(1);
    try (var listener = new Listener(_ -> done.await())) {
      assertThat(post(hasty, listener.url())).isEqualTo(new CallOutcome.NoAnswer("timeout"));
    } finally {
      done.countDown();
    }
  }

  @Test void aHeadThatDripsIsLeftAlone() {
    try (var listener = new Listener(connection -> {
      for (char letter : "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".toCharArray()) {
        connection.getOutputStream().write(letter);
        TimeUnit.MILLISECONDS.sleep(100);
      }
    })) {
      assertThat(post(hasty, listener.url())).isEqualTo(new CallOutcome.NoAnswer("timeout"));
    }
  }

  @Test void aBodyThatDripsCannotHoldUsBeyondTheCall() {
    var done = new CountDownLatch(1);
    try (var listener = new Listener(connection -> {
      OutputStream out = connection.getOutputStream();
      out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      while (!done.await(100, TimeUnit.MILLISECONDS))
        out.write('x');
    })) {
      assertThat(post(hasty, listener.url())).isEqualTo(new CallOutcome.Delivered(200));
    } finally {
      done.countDown();
    }
  }

  @Test void halfABodyDoesNotTakeBackTheStatus() {
    try (var listener = Listener.saying("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")) {
      assertThat(post(client, listener.url())).isEqualTo(new CallOutcome.Delivered(200));
    }
  }

  @Test void anEndlessBodyIsReadToItsLimitOnly() throws InterruptedException {
    var sent = new AtomicLong();
    var hungUp = new CountDownLatch(1);
    byte[] chunk = new byte[1024];
    try (var listener = new Listener(connection -> {
      connection.setSendBufferSize(chunk.length);
      OutputStream out = connection.getOutputStream();
      out.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      try {
        while (true) {
          out.write(chunk);
          sent.addAndGet(chunk.length);
        }
      } finally {
        hungUp.countDown();
      }
    })) {
      assertThat(post(client, listener.url())).isEqualTo(new CallOutcome.Delivered(200));
      assertThat(hungUp.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(sent.get()).isLessThan(32L << 20); // what the socket's buffers hold, and no more
    }
  }

  @Test void anEndlessHeaderIsNoAnswer() {
    try (var listener = Listener.answering("200 OK", "X-Long: " + "x".repeat(1 << 20))) {
      assertThat(post(client, listener.url())).isInstanceOf(CallOutcome.NoAnswer.class);
    }
  }

  @Test void headersWithoutEndAreNoAnswer() {
    String[] headers = new String[10_000];
    java.util.Arrays.fill(headers, "X-Many: 1");
    try (var listener = Listener.answering("200 OK", headers)) {
      assertThat(post(client, listener.url())).isInstanceOf(CallOutcome.NoAnswer.class);
    }
  }

  @Test void nobodyThereIsNoAnswer() {
    String url;
    try (var listener = Listener.answering("200 OK")) {
      url = listener.url();
    }
    assertThat(post(client, url)).isEqualTo(new CallOutcome.NoAnswer("connect"));
  }

  @Test void plainTextWhereTlsShouldBeIsNoAnswer() {
    try (var listener = Listener.saying("HTTP/1.1 400 Bad Request\r\n\r\n")) {
      assertThat(post(hasty, listener.url().replace("http:", "https:"))).isInstanceOf(CallOutcome.NoAnswer.class);
    }
  }

  @Test void aNameWithoutAddressIsNoAnswer() {
    Names none = host -> {
      throw new UnknownHostException(host);
    };
    try (var lost = new HookClient(LIMITS, OPEN, none)) {
      assertThat(post(lost, "http://hooks.invalid:8080/")).isEqualTo(new CallOutcome.NoAnswer("unknown-host"));
    }
  }

  @Test void weConnectToTheAddressThatWasLookedUpAndToNoOther() {
    var lookUps = new AtomicInteger();
    Names onlyOurs = host -> {
      assertThat(host).isEqualTo("hooks.invalid"); // a name that no other resolver knows
      lookUps.incrementAndGet();
      return List.of(InetAddress.getLoopbackAddress());
    };
    try (var listener = Listener.answering("200 OK"); var there = new HookClient(LIMITS, OPEN, onlyOurs)) {
      assertThat(post(there, "http://hooks.invalid:" + listener.port() + "/"))
          .isEqualTo(new CallOutcome.Delivered(200));
      assertThat(lookUps).hasValue(1);
    }
  }

  @Test void theRequestIsWhatTheFormatWrote() {
    var seen = new java.util.concurrent.CompletableFuture<String>();
    try (var server = new Recorder(seen)) {
      post(client, "http://127.0.0.1:" + server.port() + "/a%20b?c=d");
      assertThat(seen).succeedsWithin(Duration.ofSeconds(5)).asString()
          .isEqualTo("POST /a%20b?c=d application/json 1-1 otpstream {\"a\":\"ä\"}");
    }
  }

  static CallOutcome post(HookClient client, String url) {
    return client.call((HookTarget) OPEN.read(url),
        new HookRequest("POST", url, Map.of("webhook-id", "1-1"), "{\"a\":\"ä\"}"));
  }
}
