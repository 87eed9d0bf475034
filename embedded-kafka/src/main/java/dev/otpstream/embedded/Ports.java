package dev.otpstream.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Free TCP ports on the loopback address. */
final class Ports {
  /** Below every common system's ephemeral range: no outgoing connection takes the port before we listen on it. */
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 31_999;
  private static final int TRIES = 200;

  private Ports() {}

  /** {@code wanted} itself, or a free port if it is 0. Throws if the wanted port is taken: nothing half-started. */
  static int claim(int wanted, String purpose) {
    if (wanted != 0) {
      if (isFree(wanted)) {
        return wanted;
      }
      throw new IllegalStateException("port " + wanted + " for the " + purpose + " is taken");
    }
    var random = ThreadLocalRandom.current();
    for (int i = 0; i < TRIES; i++) {
      int port = random.nextInt(LOWEST, HIGHEST + 1);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port for the " + purpose);
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
