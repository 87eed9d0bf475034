package dev.otpstream.benchmarks.platform;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The checkout that this program runs from. */
record Checkout(Path home) {
  /**
   * Finds it from the place of our own classes.
   *
   * @throws NotBuilt if we do not run from a checkout
   */
  static Checkout find() {
    try {
      return above(Path.of(Checkout.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static Checkout above(Path place) {
    for (Path folder = place; folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve("standalone")) && Files.isDirectory(folder.resolve("benchmarks")))
        return new Checkout(folder);
    }
    throw new NotBuilt("not in a checkout: name a running platform with --url");
  }

  /**
   * The jars of the whole platform.
   *
   * @throws NotBuilt if they are missing
   */
  Path platformJars() {
    Path lib = standalone().resolve("lib");
    if (!Files.isDirectory(lib))
      throw new NotBuilt(
          "the platform is not built: run ./otp up once (it builds what is missing), or name a running one with --url");
    return lib;
  }

  /** Where the JVM keeps the class archive of the platform, as {@code ./otp} does. */
  Path classArchive() {
    return standalone().resolve("classes.jsa");
  }

  /** What the JVM learned of the platform under load, as {@code ./otp} keeps it; it is for {@link #classPath} alone. */
  Path trainedCache() {
    return standalone().resolve("otp.aot");
  }

  /** All {@link #platformJars} in the order in which {@code ./otp} names them. */
  String classPath() {
    try (Stream<Path> jars = Files.list(platformJars())) {
      return jars.map(Path::toString).filter(jar -> jar.endsWith(".jar")).sorted()
          .collect(Collectors.joining(File.pathSeparator));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list the jars of the platform", e);
    }
  }

  /** A place on the same disk for data that lives as long as a run. */
  Path scratch() {
    return home.resolve("benchmarks").resolve("target");
  }

  private Path standalone() {
    return home.resolve("standalone").resolve("target");
  }
}
