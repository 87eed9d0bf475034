package dev.otpstream.chaos.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What accidents do to folders of processes that are not running. */
final class Folders {
  private Folders() {}

  static void delete(Path folder) {
    if (!Files.exists(folder)) return;
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator)
        Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Cuts one file of the stores in half. */
  static void cutOne(Path folder, Random random) {
    if (!Files.exists(folder)) return;
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> files = all.filter(file -> file.toString().contains("rocksdb")).filter(Files::isRegularFile)
          .filter(file -> file.toFile().length() > 1).sorted().toList();
      if (files.isEmpty()) return;
      Path chosen = files.get(random.nextInt(files.size()));
      try (var file = FileChannel.open(chosen, StandardOpenOption.WRITE)) {
        file.truncate(file.size() / 2);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
