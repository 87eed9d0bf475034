package dev.otpstream.benchmarks.platform;

import java.net.URI;
import java.util.Optional;

/** A platform that somebody else started and goes on running. */
public record RunningPlatform(URI url, String adminToken, URI simulators, Optional<URI> ops,
    Optional<String> kafka, ProcessTree processes, ProcessTree simulatorProcesses) implements Platform {

  @Override public void close() {
    // it is not ours to stop
  }

  /** Without the token. */
  @Override public String toString() {
    return "RunningPlatform[" + url + "]";
  }
}
