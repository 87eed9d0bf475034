package dev.otpstream.standalone.cli;

import dev.otpstream.schemas.sealing.KeyFile;
import dev.otpstream.schemas.sealing.KeyFile.KeyInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code otp keys}: the file with the sealing keys. No key is ever printed. */
@Command(mixinStandardHelpOptions = true, name = "keys", description = {"Makes and rotates the sealing keys.",
  "A rotation has two steps, since services seal for each other: add, give the file to all services and restart them; then use, give and restart again. Old keys stay, to read what they sealed."})
public final class KeysCommand {
  private final Site site;

  public KeysCommand(Site site) {
    this.site = site;
  }

  /** Which file. */
  static final class KeyFileOption {
    @Option(names = "--file", description = "The key file; else OTP_SEALING_KEYS, else that of otp up in OTP_DATA_DIR.")
    private Optional<Path> file = Optional.empty();

    Path existing(Site site) {
      Path named = file.orElseGet(site::keyFile);
      if (!Files.exists(named))
        throw new Failure("there is no key file " + named + ": name it with --file or OTP_SEALING_KEYS");
      return named;
    }
  }

  @Command(mixinStandardHelpOptions = true, description = "Makes a file with fresh keys, readable by its owner alone. Back it up: what it sealed cannot be read "
      + "without it.") int create(@Mixin KeyFileOption option, @Mixin Output output) {
    Path file = option.file.orElseGet(site::keyFile);
    if (Files.exists(file)) throw new Failure(file + " exists already, and its keys may be in use");
    KeyFile.loadOrCreate(file);
    return shown(file, output);
  }

  @Command(mixinStandardHelpOptions = true, description = "Lists the keys by their ids.") int list(
      @Mixin KeyFileOption option, @Mixin Output output) {
    return shown(option.existing(site), output);
  }

  @Command(mixinStandardHelpOptions = true, description = "First step of a rotation: adds new keys, which can read and are not in use yet.") int add(
      @Mixin KeyFileOption option, @Mixin Output output) {
    Path file = option.existing(site);
    boolean begun = KeyFile.list(file).stream().anyMatch(key -> isNewest(key, file) && !key.inUse());
    if (begun) throw new Failure("the newest keys of " + file + " are not in use yet: finish with otp keys use first");
    KeyFile.add(file);
    return shown(file, output);
  }

  @Command(mixinStandardHelpOptions = true, description = "Second step of a rotation: puts the newest keys in use.") int use(
      @Mixin KeyFileOption option,
      @Mixin Output output) {
    Path file = option.existing(site);
    KeyFile.useNewest(file);
    return shown(file, output);
  }

  private static boolean isNewest(KeyInfo key, Path file) {
    return KeyFile.list(file).stream().filter(other -> other.set().equals(key.set())).reduce((_, last) -> last)
        .filter(key::equals).isPresent();
  }

  private static int shown(Path file, Output output) {
    List<KeyInfo> keys = KeyFile.list(file);
    if (output.json()) output.document(Map.of("file", file.toString(), "keys", keys.stream().map(key -> {
      var object = new LinkedHashMap<String, Object>();
      object.put("set", key.set());
      object.put("id", Integer.toUnsignedLong(key.id()));
      object.put("inUse", key.inUse());
      return object;
    }).toList()));
    else
      output.table(List.of("SET", "ID", "IN USE"), keys.stream()
          .map(key -> List.of(key.set(), Integer.toUnsignedString(key.id()), key.inUse() ? "yes" : "reads only"))
          .toList());
    return ExitCodes.DONE;
  }
}
