package dev.otpstream.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * TCP ports of the loopback address that nobody listens on. They lie below every common system's ephemeral range, so no
 * outgoing connection takes one before its owner listens on it, or while its owner is dead. Each is given once, to one
 * process of this machine, until that process ends.
 */
public final class FreePorts {
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 31_999;
  private static final int TRIES = 1_000;
  private static final Path CLAIMS = Path.of(System.getProperty("java.io.tmpdir"),
      "otpstream-ports-" + System.getProperty("user.name"));
  /** What was tried, with its file, which is held open: the system gives up our lock with the process. */
  private static final Map<Integer, Optional<FileChannel>> TRIED = new HashMap<>();

  private FreePorts() {}

  /** Another one with each call. */
  public static synchronized int next() {
    var random = ThreadLocalRandom.current();
    for (int i = 0; i < TRIES; i++) {
      int port = random.nextInt(LOWEST, HIGHEST + 1);
      if (isFree(port) && claim(port)) return port;
    }
    throw new IllegalStateException("no free port from " + LOWEST + " to " + HIGHEST);
  }

  static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.isBound();
    } catch (IOException _) {
      return false;
    }
  }

  /** Whether the port is ours alone; without a place for claims, each process can only look for itself. */
  static synchronized boolean claim(int port) {
    if (TRIED.containsKey(port)) return false;
    FileChannel file = null;
    boolean ours;
    try {
      Files.createDirectories(CLAIMS);
      file = FileChannel.open(CLAIMS.resolve(Integer.toString(port)), StandardOpenOption.CREATE,
          StandardOpenOption.WRITE);
      ours = file.tryLock() != null;
    } catch (OverlappingFileLockException _) {
      ours = false; // a class loader beside ours has it, and would lose it if we closed the file
    } catch (IOException _) {
      ours = true;
    }
    TRIED.put(port, Optional.ofNullable(file)); // another process's, too: it need not be tried again
    return ours;
  }
}
