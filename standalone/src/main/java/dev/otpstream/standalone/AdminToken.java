package dev.otpstream.standalone;

import dev.otpstream.kit.Env;
import dev.otpstream.kit.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * Who may use the admin API.
 *
 * @param value the token
 * @param fresh whether it was made now, so that it has to be shown once
 */
public record AdminToken(Secret value, boolean fresh) {
  private static final int BYTES = 24;

  /** The token of the settings, or the one kept in the data folder, or a new one that is kept there. */
  static AdminToken from(Env env, Path dataDir) {
    Optional<String> set = env.find("OTP_ADMIN_TOKEN");
    if (set.isPresent()) return new AdminToken(new Secret(set.get()), false);
    Path file = dataDir.resolve("admin-token");
    try {
      if (Files.exists(file)) return new AdminToken(new Secret(Files.readString(file).strip()), false);
      byte[] random = new byte[BYTES];
      new SecureRandom().nextBytes(random);
      String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
      Files.createDirectories(dataDir);
      Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, token + "\n");
      return new AdminToken(new Secret(token), true);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the admin token in " + dataDir, e);
    }
  }
}
