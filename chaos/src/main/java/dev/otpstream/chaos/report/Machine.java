package dev.otpstream.chaos.report;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.apache.kafka.common.utils.AppInfoParser;

/** Where a run was made, and with what. */
public record Machine(int processors, long memoryMib, String os, String java, String kafka) {
  private static final long MIB = 1L << 20;

  public static Machine here() {
    var os = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Machine(Runtime.getRuntime().availableProcessors(), os.getTotalMemorySize() / MIB,
        os.getName() + " " + os.getArch(), Runtime.version().toString(), AppInfoParser.getVersion());
  }
}
