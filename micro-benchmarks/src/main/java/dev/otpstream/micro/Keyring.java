package dev.otpstream.micro;

import dev.otpstream.schemas.sealing.KeyFile;
import dev.otpstream.schemas.sealing.Keys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Fresh keys that exist for one benchmark. */
final class Keyring {
  private Keyring() {}

  static Keys fresh() {
    try {
      Path folder = Files.createTempDirectory("otp-micro-");
      Path file = folder.resolve("keys.json");
      Keys keys = KeyFile.loadOrCreate(file);
      Files.delete(file);
      Files.delete(folder);
      return keys;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
