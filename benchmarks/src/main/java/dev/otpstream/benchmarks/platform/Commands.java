package dev.otpstream.benchmarks.platform;

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
    return java(heap, checkout.classArchive(), "dev.otpstream.standalone.Otp", "up");
  }

  List<String> simulators() {
    return java(SIMULATORS_HEAP, checkout.scratch().resolve("simulators.jsa"), "dev.otpstream.simulators.Main");
  }

  List<String> broker() {
    return java(HEAP_DEFAULT, checkout.scratch().resolve("broker.jsa"), "dev.otpstream.embedded.BrokerMain");
  }

  List<String> registry() {
    return java(SERVICE_HEAP, checkout.scratch().resolve("registry.jsa"), "dev.otpstream.embedded.RegistryMain");
  }

  List<String> service(Part part) {
    return java(SERVICE_HEAP, checkout.scratch().resolve(part + ".jsa"), part.main());
  }

  private List<String> java(String heap, Path archive, String... main) {
    var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx" + heap, "-XX:+UseSerialGC", "-XX:TrimNativeHeapInterval=10000",
        "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
        "-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + archive, "-Xlog:cds*=off", "-Xlog:aot*=off", "-cp",
        checkout.platformJars() + "/*"));
    command.addAll(Arrays.asList(main));
    return command;
  }
}
