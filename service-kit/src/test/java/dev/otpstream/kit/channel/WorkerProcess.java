package dev.otpstream.kit.channel;

import dev.otpstream.kit.Service.Readiness;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A worker in a JVM of its own, which can be killed. Its provider answers some recipients never. */
final class WorkerProcess implements AutoCloseable {
  /** What such a recipient begins with. */
  static final String NEVER_ANSWERED = "+never";
  private final List<String> sends = new CopyOnWriteArrayList<>();
  private final Process process;

  WorkerProcess(String bootstrapServers, Path keyFile) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    try {
      process = new ProcessBuilder(java, "-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
          System.getProperty("java.class.path"), WorkerProcess.class.getName(), bootstrapServers, keyFile.toString())
          .redirectError(Redirect.DISCARD).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(() -> {
      try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine())
          if (line.startsWith("sent ")) sends.add(line.substring(5));
      } catch (IOException _) {
        // killed
      }
    });
  }

  /** The recipients it was asked to send to, in order. */
  List<String> sends() {
    return sends;
  }

  /** As {@code kill -9} does. */
  void kill() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) throw new AssertionError("the worker does not die");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override public void close() {
    kill();
  }

  /** Runs until it is killed. */
  public static void main(String[] args) throws InterruptedException {
    var platform = Bench.platform(args[0], Path.of(args[1]), Map.of("session.timeout.ms", "6000"));
    var worker = new ChannelWorker(platform, new Printing(), WorkerConfig.DEFAULT);
    Thread.currentThread().join();
    worker.close();
  }

  private static final class Printing implements Channel {
    @Override public String name() {
      return "sms";
    }

    @Override public String provider() {
      return "printing";
    }

    @Override public SendOutcome send(OpenDispatch dispatch) throws InterruptedException {
      System.out.println("sent " + dispatch.recipient());
      System.out.flush();
      if (dispatch.recipient().startsWith(NEVER_ANSWERED)) Thread.currentThread().join();
      return new SendOutcome.Accepted(List.of(), 1);
    }

    @Override public Readiness readiness() {
      return Readiness.yes();
    }

    @Override public void close() {}
  }
}
