package dev.otpstream.standalone;

import dev.otpstream.kit.Env;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;

/** Settings for a platform on free ports whose data folder is gone when it is closed. */
record Throwaway(Path data) implements AutoCloseable {
  private static final Map<String, String> SETTINGS = Map.of("OTP_HTTP_PORT", "0", "OTP_KAFKA_PORT", "0",
      "OTP_REGISTRY_PORT", "0", "WEBHOOK_ALLOW_PRIVATE", "true");

  /** @param purpose the first part of the folder's name */
  static Throwaway of(String purpose) {
    return new Throwaway(Path.of("data", purpose + "-" + ProcessHandle.current().pid()).toAbsolutePath());
  }

  Env env() {
    return Env.of(SETTINGS).withDefaults(Map.of("OTP_DATA_DIR", data.toString()));
  }

  @Override public void close() throws IOException {
    Files.walkFileTree(data, new SimpleFileVisitor<>() {
      @Override public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        Files.delete(file);
        return FileVisitResult.CONTINUE;
      }

      @Override public FileVisitResult postVisitDirectory(Path folder, IOException problem) throws IOException {
        Files.delete(folder);
        return FileVisitResult.CONTINUE;
      }
    });
  }
}
