package dev.otpstream.benchmarks.goals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;

/** What was measured on. */
final class Machine {
  private static final double GIB = 1L << 30;

  private Machine() {}

  static ObjectNode describe() {
    ObjectNode machine = JsonNodeFactory.instance.objectNode();
    machine.put("processors", Runtime.getRuntime().availableProcessors() + " × " + processor());
    machine.put("memory", Math.round(memoryBytes() / GIB) + " GiB");
    machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    machine.put("JDK", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    machine.put("Kafka", AppInfoParser.getVersion() + ", embedded, one broker unless said otherwise");
    machine.put("settings", "the defaults; heap of the platform " + heap());
    return machine;
  }

  private static String heap() {
    String given = System.getenv("OTP_HEAP");
    return given == null ? "320m" : given;
  }

  private static long memoryBytes() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines.filter(line -> line.startsWith("model name")).findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
