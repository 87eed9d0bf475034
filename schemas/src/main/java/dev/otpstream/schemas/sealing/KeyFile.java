package dev.otpstream.schemas.sealing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.prf.PredefinedPrfParameters;
import com.google.crypto.tink.prf.PrfConfig;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/**
 * The file with the keys: one JSON object with three Tink keysets. {@code sealing} encrypts, {@code codes} digests codes
 * (both rotate), {@code tokens} makes the names of recipients and credentials (stays, or every name would change).
 * Whoever has the file can read everything, so it belongs to the services' user alone.
 */
public final class KeyFile {
  static final String SEALING = "sealing";
  static final String CODES = "codes";
  static final String TOKENS = "tokens";
  private static final Parameters AEAD = PredefinedAeadParameters.AES256_GCM;
  private static final Parameters PRF = PredefinedPrfParameters.HMAC_SHA256_PRF;
  private static final ObjectMapper JSON = new ObjectMapper();

  static {
    try {
      AeadConfig.register();
      PrfConfig.register();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the crypto library does not start", e);
    }
  }

  private KeyFile() {}

  /**
   * Reads the keys.
   *
   * @throws IllegalStateException naming the file, if it is missing or malformed; never quoting it
   */
  public static Keys load(Path file) {
    try {
      JsonNode root = JSON.readTree(Files.readString(file));
      return new Keys(keyset(root, SEALING), keyset(root, CODES), keyset(root, TOKENS));
    } catch (IOException | GeneralSecurityException e) {
      throw unreadable(file, e);
    }
  }

  private static IllegalStateException unreadable(Path file, Exception cause) {
    // The cause may quote key bytes: keep its class, drop its text.
    return new IllegalStateException(
        "cannot read the sealing keys in " + file + " (" + cause.getClass().getName() + ")");
  }

  /** Reads the keys, after making the file with fresh ones if there is none. Safe against two processes at once. */
  public static Keys loadOrCreate(Path file) {
    if (!Files.exists(file)) create(file);
    return load(file);
  }

  /**
   * One key of the file.
   *
   * @param set   {@code sealing}, {@code codes} or {@code tokens}
   * @param id    its id, which stands before what it made
   * @param inUse whether new things are made with it; the others only read
   */
  public record KeyInfo(String set, int id, boolean inUse) {}

  /**
   * What keys there are, the newest of each set last; never the keys themselves.
   *
   * @throws IllegalStateException naming the file, if it is missing or malformed; never quoting it
   */
  public static List<KeyInfo> list(Path file) {
    try {
      JsonNode root = JSON.readTree(Files.readString(file));
      var keys = new ArrayList<KeyInfo>();
      for (String set : List.of(SEALING, CODES, TOKENS)) {
        KeysetHandle keyset = keyset(root, set);
        for (int i = 0; i < keyset.size(); i++)
          keys.add(new KeyInfo(set, keyset.getAt(i).getId(), keyset.getAt(i).isPrimary()));
      }
      return keys;
    } catch (IOException | GeneralSecurityException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * The first half of a rotation: adds a new key for sealing and one for codes, which can read and are not in use yet.
   * Services seal for each other in both directions, so all of them must have the new keys before any of them uses one.
   * Running services read the file at their start.
   */
  public static void add(Path file) {
    change(file, (keyset, parameters) -> KeysetHandle.newBuilder(keyset)
        .addEntry(KeysetHandle.generateEntryFromParameters(parameters).withRandomId()));
  }

  /** The second half: puts the newest keys in use; what older keys sealed stays readable. */
  public static void useNewest(Path file) {
    change(file, (keyset, _) -> {
      var keys = KeysetHandle.newBuilder(keyset);
      keys.getAt(keys.size() - 1).makePrimary();
      return keys;
    });
  }

  /** Both halves at once: for a service that is alone with its keys. */
  public static void rotate(Path file) {
    add(file);
    useNewest(file);
  }

  private interface Change {
    KeysetHandle.Builder of(KeysetHandle keyset, Parameters parameters) throws GeneralSecurityException;
  }

  private static void change(Path file, Change change) {
    try {
      JsonNode root = JSON.readTree(Files.readString(file));
      ObjectNode changed = JSON.createObjectNode();
      changed.set(SEALING, json(build(change.of(keyset(root, SEALING), AEAD))));
      changed.set(CODES, json(build(change.of(keyset(root, CODES), PRF))));
      changed.set(TOKENS, root.get(TOKENS));
      write(file, changed, true);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(
          "cannot rotate the sealing keys in " + file + " (" + e.getClass().getName() + ")");
    }
  }

  private static KeysetHandle build(KeysetHandle.Builder keyset) throws GeneralSecurityException {
    return keyset.setConfiguration(RegistryConfiguration.get()).build();
  }

  private static void create(Path file) {
    try {
      ObjectNode root = JSON.createObjectNode();
      root.set(SEALING, json(fresh(AEAD)));
      root.set(CODES, json(fresh(PRF)));
      root.set(TOKENS, json(fresh(PRF)));
      write(file, root, false);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot create the sealing keys in " + file, e);
    }
  }

  private static KeysetHandle fresh(Parameters parameters) throws GeneralSecurityException {
    return KeysetHandle.generateNew(parameters, RegistryConfiguration.get());
  }

  private static KeysetHandle keyset(JsonNode root, String name) throws GeneralSecurityException {
    return TinkJsonProtoKeysetFormat.parseKeyset(String.valueOf(root.get(name)), RegistryConfiguration.get(),
        InsecureSecretKeyAccess.get());
  }

  private static JsonNode json(KeysetHandle keyset) throws GeneralSecurityException, IOException {
    return JSON.readTree(TinkJsonProtoKeysetFormat.serializeKeyset(keyset, RegistryConfiguration.get(),
        InsecureSecretKeyAccess.get()));
  }

  private static void write(Path file, JsonNode root, boolean replace) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path fresh = Files.createTempFile(folder, file.getFileName().toString(), ".new",
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root), StandardOpenOption.SYNC);
    if (replace) {
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return;
    }
    try {
      Files.createLink(file, fresh); // fails if another process was first: its keys count
    } catch (FileAlreadyExistsException e) {
      // fine
    } finally {
      Files.delete(fresh);
    }
  }
}
