package dev.otpstream.benchmarks.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Processes with their descendants, and what the operating system says they use. */
public final class ProcessTree {
  private static final long KIB = 1024;

  private final List<ProcessHandle> roots;

  public ProcessTree(Collection<ProcessHandle> roots) {
    this.roots = List.copyOf(roots);
  }

  public boolean isEmpty() {
    return roots.isEmpty();
  }

  /** Time on processors since each process began, user and system; ended ones drop out. Ticks are 10 ms on Linux. */
  public Duration cpu() {
    return all().flatMap(process -> process.info().totalCpuDuration().stream()).reduce(Duration.ZERO, Duration::plus);
  }

  /** Memory that is resident now; empty where the operating system has no {@code /proc}. */
  public OptionalLong residentBytes() {
    return sum("VmRSS:");
  }

  /** The most memory that was ever resident; empty where the operating system has no {@code /proc}. */
  public OptionalLong residentPeakBytes() {
    return sum("VmHWM:");
  }

  /** Without their descendants. */
  public Stream<ProcessHandle> roots() {
    return roots.stream();
  }

  private Stream<ProcessHandle> all() {
    return roots.stream().flatMap(root -> Stream.concat(Stream.of(root), root.descendants())).distinct();
  }

  private OptionalLong sum(String field) {
    return all().mapToLong(process -> status(process.pid(), field)).filter(bytes -> bytes >= 0)
        .reduce(Long::sum);
  }

  private static long status(long pid, String field) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines.filter(line -> line.startsWith(field)).mapToLong(line -> kibibytes(line) * KIB).findFirst()
          .orElse(-1);
    } catch (IOException e) {
      return -1; // it has ended, or there is no /proc
    }
  }

  private static long kibibytes(String line) {
    return Long.parseLong(line.replaceAll("[^0-9]", ""));
  }
}
