package dev.otpstream.embedded.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** A folder that goes with its owner. */
final class TempFolder implements AutoCloseable {
  private final Path path;

  TempFolder() {
    try {
      path = Files.createTempDirectory("otp-kafka-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path path() {
    return path;
  }

  @Override public void close() {
    try {
      Files.walkFileTree(path, new SimpleFileVisitor<>() {
        @Override public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
          Files.deleteIfExists(file);
          return FileVisitResult.CONTINUE;
        }

        @Override public FileVisitResult visitFileFailed(Path file, IOException gone) {
          return FileVisitResult.CONTINUE; // the broker itself may have deleted it meanwhile
        }

        @Override public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
          Files.deleteIfExists(folder);
          return FileVisitResult.CONTINUE;
        }
      });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
