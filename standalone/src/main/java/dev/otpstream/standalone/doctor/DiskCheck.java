package dev.otpstream.standalone.doctor;

import dev.otpstream.kit.KafkaSettings;
import dev.otpstream.standalone.doctor.Finding.Skipped;
import dev.otpstream.standalone.doctor.Finding.Well;
import dev.otpstream.standalone.doctor.Finding.Wrong;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;

/** Whether there is room on the disks: of this machine, and of the brokers, which tell of theirs. */
final class DiskCheck {
  private static final long TIMEOUT_MS = 10_000;

  private DiskCheck() {}

  /**
   * The disk that a folder is on, or will be on once it is made.
   *
   * @param freeMin in bytes
   */
  static Finding ofFolder(Path folder, long freeMin) {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there))
      there = there.getParent();
    try {
      long free = Files.getFileStore(there).getUsableSpace();
      if (!Files.isWritable(there))
        return new Wrong(
            "the folder " + there + " cannot be written: give it to the services' user, or set OTP_DATA_DIR "
                + "or OTP_STATE_DIR to another");
      return free < freeMin
          ? new Wrong("the disk of " + there + " has " + megabytes(free) + " left, less than " + megabytes(freeMin)
              + ": make room, or set OTP_DATA_DIR or OTP_STATE_DIR to a larger disk, before state is lost")
          : new Well(megabytes(free) + " left");
    } catch (IOException e) {
      return new Skipped("the disk of " + there + " cannot be asked (" + e.getClass().getSimpleName() + ")");
    }
  }

  /** @param freeMin in bytes, on each broker's fullest disk */
  static Finding ofBrokers(KafkaSettings kafka, long freeMin) {
    try (Admin admin = Admin.create(BrokerCheck.impatient(kafka.admin("otp-doctor")))) {
      List<Integer> brokers = admin.describeCluster().nodes().get(TIMEOUT_MS, TimeUnit.MILLISECONDS).stream()
          .map(Node::id).toList();
      var tight = new ArrayList<String>();
      long least = Long.MAX_VALUE;
      for (var broker : admin.describeLogDirs(brokers).allDescriptions().get(TIMEOUT_MS, TimeUnit.MILLISECONDS)
          .entrySet()) {
        for (var folder : broker.getValue().values()) {
          OptionalLong free = folder.usableBytes();
          if (free.isEmpty()) continue;
          least = Math.min(least, free.getAsLong());
          if (free.getAsLong() < freeMin)
            tight.add("broker " + broker.getKey() + " has " + megabytes(free.getAsLong()));
        }
      }
      if (!tight.isEmpty())
        return new Wrong(String.join(", ", tight) + " of disk left, less than " + megabytes(freeMin)
            + ": add disk or brokers before they stop");
      return least == Long.MAX_VALUE
          ? new Skipped("brokers do not tell")
          : new Well(megabytes(least) + " left at least");
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      Throwable why = e.getCause() == null ? e : e.getCause();
      return new Skipped("brokers do not tell (" + why.getClass().getSimpleName() + ")");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Skipped("interrupted");
    }
  }

  static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%,d MB", bytes / 1_000_000);
  }
}
