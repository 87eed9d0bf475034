package dev.otpstream.chaos.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Searches files, whatever is in them, for codes and phone numbers in decimal digits. A code counts where it stands alone
 * among other bytes; a number also within a longer run of digits.
 */
public final class ClearText {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int LEAKS_MAX = 100;
  private static final long PHONE_MODULUS = 1_000_000_000_000L;
  private static final int PHONE_DIGITS = 12;
  private final Set<Long> codes = new HashSet<>();
  private final Set<Long> phones = new HashSet<>();
  private final int codeDigits;
  private final List<Leak> leaks = new ArrayList<>();
  private long bytes;

  /**
   * What to search for.
   *
   * @param codeDigits the length of every code
   * @param known      numbers that may stand in clear, such as message ids: a code that looks like one is left out
   */
  public ClearText(Collection<String> codes, int codeDigits, Collection<String> phones, Collection<Long> known) {
    this.codeDigits = codeDigits;
    codes.stream().map(Long::valueOf).forEach(this.codes::add);
    this.codes.removeAll(known);
    phones.stream().map(Long::valueOf).forEach(this.phones::add);
  }

  /** Searches all files below a folder, or one file. What vanishes meanwhile is left out. */
  public void search(Path place) {
    try (Stream<Path> files = Files.walk(place)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator)
        searchFile(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void searchFile(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      search(in, file.toString());
    } catch (NoSuchFileException _) {
      // deleted while we looked
    }
  }

  void search(InputStream in, String where) throws IOException {
    var buffer = new byte[BUFFER_BYTES];
    long run = 0; // the last digits of the run we are in
    int length = 0;
    long offset = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      for (int i = 0; i < read; i++, offset++) {
        int digit = buffer[i] - '0';
        if (digit >= 0 && digit <= 9) {
          run = (run * 10 + digit) % PHONE_MODULUS;
          length++;
          if (length >= PHONE_DIGITS && phones.contains(run)) found("a number", where, offset);
        } else {
          if (length == codeDigits && codes.contains(run)) found("a code", where, offset);
          run = 0;
          length = 0;
        }
      }
      bytes += read;
    }
    if (length == codeDigits && codes.contains(run)) found("a code", where, offset);
  }

  private void found(String what, String where, long offset) {
    if (leaks.size() < LEAKS_MAX) leaks.add(new Leak(what, where, offset));
  }

  /** At most the first hundred. */
  public List<Leak> leaks() {
    return List.copyOf(leaks);
  }

  public long bytes() {
    return bytes;
  }
}
