package dev.otpstream.benchmarks.platform;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How the platform's processes are started, with the JVM flags of {@code ./otp}. */
record Commands(Checkout checkout) {
  private static final String HEAP_DEFAULT = "320m";
  private static final String SERVICE_HEAP = "256m";
  private static final String SIMULATORS_HEAP = "256m";

  List<String> standalone() {
    String heap = Optional.ofNullable(System.getenv("OTP_HEAP")).orElse(HEAP_DEFAULT);
    var command = new ArrayList<>(platform(heap, checkout.classArchive(), "dev.otpstream.standalone.Otp", "up"));
    command.add(1, "-Djdk.virtualThreadScheduler.parallelism=" + (Runtime.getRuntime().availableProcessors() + 1) / 2);
    return command;
  }

  List<String> simulators() {
    return java(SIMULATORS_HEAP, checkout.scratch().resolve("simulators.jsa"), "dev.otpstream.simulators.Main");
  }

  List<String> broker() {
    return platform(HEAP_DEFAULT, checkout.scratch().resolve("broker.jsa"), "dev.otpstream.embedded.BrokerMain");
  }

  List<String> registry() {
    return platform(SERVICE_HEAP, checkout.scratch().resolve("registry.jsa"), "dev.otpstream.embedded.RegistryMain");
  }

  List<String> service(Part part) {
    return platform(SERVICE_HEAP, checkout.scratch().resolve(part + ".jsa"), part.main());
  }

  /** A process of the product: it starts from what the JVM learned, where {@code ./otp} has trained one. */
  private List<String> platform(String heap, Path archive, String... main) {
    if (!Files.exists(checkout.trainedCache())) return java(heap, archive, main);
    return command(heap, List.of("-XX:AOTCache=" + checkout.trainedCache(), "-cp", checkout.classPath()), main);
  }

  private List<String> java(String heap, Path archive, String... main) {
    return command(heap, List.of("-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + archive, "-cp",
        checkout.platformJars() + "/*"), main);
  }

  private static List<String> command(String heap, List<String> classes, String... main) {
    var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx" + heap, "-XX:+UseSerialGC", "-XX:TrimNativeHeapInterval=10000",
        "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-Xlog:cds*=off",
        "-Xlog:aot*=off"));
    command.addAll(classes);
    command.addAll(Arrays.asList(main));
    return command;
  }
}
