package dev.otpstream.ingress.front;

import dev.otpstream.kit.Env;
import java.time.Duration;
import java.util.List;

/**
 * How the edge listens.
 *
 * @param bindAddress    the address to listen on
 * @param port           the port; 0: any free one
 * @param headBytesMax   the longest request line and headers that are read, together
 * @param bodyBytesMax   the longest body that is read
 * @param bodiesBytesMax how much of long bodies may be in memory at once; further ones are refused
 * @param connectionsMax how many connections are open at once; further ones wait to be accepted
 * @param callsMax       how many calls are worked on at once, from the last byte of the body to the answer; further ones are
 *                       refused at once, and those that begin something already beyond three quarters of it
 * @param idleTimeout    how long a connection may say nothing, and about how long the head or the body of a request may take
 * @param drainTimeout   how long a stop waits for calls that are being answered
 * @param hosts          which fronts have host names to themselves
 */
public record HttpConfig(String bindAddress, int port, int headBytesMax, int bodyBytesMax, long bodiesBytesMax,
    int connectionsMax, int callsMax, Duration idleTimeout, Duration drainTimeout, FrontHosts hosts) {
  private static final int HEAD_BYTES_DEFAULT = 8 * 1024;
  private static final int BODY_BYTES_DEFAULT = 1 << 20;
  private static final int BODIES_BYTES_DEFAULT = 64 << 20;
  private static final int CONNECTIONS_DEFAULT = 10_000;
  private static final int CALLS_DEFAULT = 2_000;
  private static final Duration IDLE_TIMEOUT_DEFAULT = Duration.ofSeconds(30);
  private static final Duration BEYOND_THE_REPLY = Duration.ofSeconds(2);

  /** How many of the calls at work may begin something. */
  int beginningsMax() {
    return Math.max(1, callsMax - Math.max(1, callsMax / 4));
  }

  /** Without host names for fronts. */
  public HttpConfig(String bindAddress, int port, int bodyBytesMax, int connectionsMax, Duration idleTimeout,
      Duration drainTimeout) {
    this(bindAddress, port, bodyBytesMax, connectionsMax, idleTimeout, drainTimeout, FrontHosts.NONE);
  }

  /** With the usual limits of heads and of all bodies together. */
  public HttpConfig(String bindAddress, int port, int bodyBytesMax, int connectionsMax, Duration idleTimeout,
      Duration drainTimeout, FrontHosts hosts) {
    this(bindAddress, port, HEAD_BYTES_DEFAULT, bodyBytesMax, BODIES_BYTES_DEFAULT, connectionsMax, CALLS_DEFAULT,
        idleTimeout,
        drainTimeout, hosts);
  }

  /**
   * @param replyTimeout how long an answer may take when the engine is silent
   * @param fronts       the names of the fronts that may have host names
   */
  public static HttpConfig from(Env env, Duration replyTimeout, List<String> fronts) {
    return new HttpConfig(env.string("OTP_BIND_ADDRESS", "0.0.0.0"), env.integer("OTP_HTTP_PORT", 8080, 0, 65535),
        env.integer("OTP_HTTP_HEAD_MAX", HEAD_BYTES_DEFAULT, 1024, 1 << 20),
        env.integer("OTP_HTTP_BODY_MAX", BODY_BYTES_DEFAULT, 1024, 64 << 20),
        env.integer("OTP_HTTP_BODIES_MAX", BODIES_BYTES_DEFAULT, 1 << 20, 1 << 30),
        env.integer("OTP_HTTP_CONNECTIONS_MAX", CONNECTIONS_DEFAULT, 10, 1_000_000),
        env.integer("OTP_HTTP_CALLS_MAX", CALLS_DEFAULT, 1, 1_000_000),
        env.duration("OTP_HTTP_IDLE_TIMEOUT", IDLE_TIMEOUT_DEFAULT), replyTimeout.plus(BEYOND_THE_REPLY),
        FrontHosts.from(env, fronts));
  }
}
