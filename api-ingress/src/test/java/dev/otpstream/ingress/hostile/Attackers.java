package dev.otpstream.ingress.hostile;

import dev.otpstream.ingress.RawHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Three who attack as fast as they are answered, in a process of their own: one with the corpus over and over, two with
 * bodies of nothing but brackets, by one with an account and one without. They go on until they are told to stop.
 */
final class Attackers implements AutoCloseable {
  private static final long TIMEOUT_S = 60;
  private static final String BRACKETS = "Content-Length: $LEN¶¶«[*30»«[{},1],*90000»";
  private static final String WITH_ACCOUNT = "POST /v1/otp/send HTTP/1.1¶Host: x¶Authorization: Bearer $ZAPNOTY¶Content-Type: "
      + "application/json¶Connection: close¶" + BRACKETS;
  private static final String WITHOUT = "POST /api/json.php HTTP/1.1¶Host: x¶Content-Type: application/json¶Connection: "
      + "close¶" + BRACKETS;
  private final Process process;

  /** Begins at once. */
  Attackers(int port, Map<String, String> values) {
    var command = new ArrayList<>(
        List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
            "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), Attackers.class.getName(),
            String.valueOf(port)));
    values.forEach((name, value) -> command.add(name + "=" + value));
    try {
      process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells them to stop, and answers how many requests were answered; none of them blamed the server. */
  int stop() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) throw new AssertionError("attackers do not stop");
      if (process.exitValue() != 0) throw new AssertionError("attackers failed; their words are above");
      return Integer.parseInt(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override public void close() {
    process.destroyForcibly();
  }

  /** The process itself: a port, and what requests call by name. */
  public static void main(String[] args) throws IOException, ExecutionException, InterruptedException {
    int port = Integer.parseInt(args[0]);
    Map<String, String> values = Stream.of(args).skip(1).map(value -> value.split("=", 2))
        .collect(Collectors.toMap(value -> value[0], value -> value[1]));
    List<byte[]> corpus = Written.lines("requests.txt").stream()
        .map(line -> Written.bytes(line.split(" ", 3)[2], values)).toList();
    List<byte[]> bodies = List.of(Written.bytes(WITH_ACCOUNT, values), Written.bytes(WITHOUT, values));
    var over = new CountDownLatch(1);
    try (var threads = Executors.newFixedThreadPool(3)) {
      List<Future<Integer>> attacks = Stream.of(corpus, bodies, bodies)
          .map(requests -> threads.submit(() -> attack(port, requests, over))).toList();
      while (System.in.read() >= 0) {
      }
      over.countDown();
      int requests = 0;
      for (Future<Integer> attack : attacks)
        requests += attack.get();
      System.out.println(requests);
    }
  }

  private static int attack(int port, List<byte[]> requests, CountDownLatch over) throws InterruptedException {
    int sent = 0;
    while (!over.await(10, TimeUnit.MILLISECONDS)) {
      Said said = Said.of(RawHttp.exchangeAndEnd(port, requests.get(sent % requests.size())));
      if (said.status() >= 500) throw new IllegalStateException(said.whole());
      sent++;
    }
    return sent;
  }
}
