package dev.otpstream.standalone.doctor;

import dev.otpstream.schemas.sealing.KeyFile;
import dev.otpstream.standalone.cli.Site;
import dev.otpstream.standalone.doctor.Finding.Well;
import dev.otpstream.standalone.doctor.Finding.Wrong;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Whether the sealing keys are there, whole, and nobody else's to read. */
record KeysCheck(Site site) {

  Finding look() {
    Path file = site.keyFile();
    boolean set = site.env().find("OTP_SEALING_KEYS").isPresent();
    if (!set && !site.embedded())
      return new Wrong("OTP_SEALING_KEYS is not set: name the key file that all services share");
    if (!Files.exists(file)) return missing(file, set);
    try {
      int keys = KeyFile.list(file).size();
      if (isOpenToAll(file))
        return new Wrong("every user of this machine can read " + file + ": take the right away (chmod 600)");
      return new Well(keys + " keys in " + file);
    } catch (IllegalStateException _) {
      return new Wrong("the sealing keys in " + file
          + " cannot be read: bring the file back from its backup, or give its user the right to read it");
    }
  }

  private Finding missing(Path file, boolean set) {
    if (set || Files.exists(site.dataDir().resolve("kafka")))
      return new Wrong("the sealing keys " + file + " are missing: bring the file back from its backup or from another "
          + "service's machine; without it nothing sealed can be read");
    return new Well("made by the first otp up");
  }

  private static boolean isOpenToAll(Path file) {
    try {
      Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
      return rights.contains(PosixFilePermission.OTHERS_READ);
    } catch (IOException | UnsupportedOperationException _) {
      return false; // a file system without such rights
    }
  }
}
