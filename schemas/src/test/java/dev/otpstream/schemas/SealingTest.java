package dev.otpstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.otpstream.schemas.sealing.KeyFile;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.schemas.sealing.Unopenable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealingTest {
  @TempDir
  Path folder;

  @Test void whatIsSealedOpensInItsContextOnly() throws Exception {
    Keys keys = keys();
    byte[] sealed = keys.seal("+380971234567", "recipient/a1");
    assertThat(keys.open(sealed, "recipient/a1")).isEqualTo("+380971234567");
    assertThatThrownBy(() -> keys.open(sealed, "recipient/a2")).isInstanceOf(Unopenable.class)
        .hasMessageNotContaining("380971234567");
  }

  @Test void sealingTwiceGivesOtherBytes() {
    Keys keys = keys();
    assertThat(keys.seal("482916", "guess/a1")).isNotEqualTo(keys.seal("482916", "guess/a1"));
  }

  @Test void sealedBytesHoldNothingReadable() {
    assertThat(new String(keys().seal("482916", "guess/a1"), StandardCharsets.ISO_8859_1)).doesNotContain("482916");
  }

  @Test void oneChangedBitDoesNotOpen() {
    Keys keys = keys();
    byte[] sealed = keys.seal("482916", "guess/a1");
    sealed[sealed.length - 1] ^= 1;
    assertThatThrownBy(() -> keys.open(sealed, "guess/a1")).isInstanceOf(Unopenable.class);
  }

  @Test void afterARotationOldThingsOpenAndNewKeysAreUsed() throws Exception {
    Keys before = keys();
    byte[] sealed = before.seal("text", "text/a1");
    byte[] digest = before.digestCode("482916", "salt");
    KeyFile.rotate(file());
    Keys after = keys();
    assertThat(after.open(sealed, "text/a1")).isEqualTo("text");
    assertThat(after.digestGuess(digest, "482916", "salt")).isEqualTo(digest);
    assertThat(after.digestCode("482916", "salt")).isNotEqualTo(digest);
    assertThat(after.token("+380971234567", "a1")).isEqualTo(before.token("+380971234567", "a1"));
    byte[] fresh = after.seal("text", "text/a1");
    assertThatThrownBy(() -> before.open(fresh, "text/a1")).isInstanceOf(Unopenable.class);
  }

  @Test void inARotationEverybodyCanReadBeforeAnybodyUsesTheNewKeys() throws Exception {
    Keys before = keys();
    KeyFile.add(file());
    Keys between = keys();
    KeyFile.useNewest(file());
    Keys after = keys();
    for (Keys writer : List.of(before, between))
      for (Keys reader : List.of(before, between, after))
        assertThat(reader.open(writer.seal("text", "text/a1"), "text/a1")).isEqualTo("text");
    byte[] fresh = after.seal("text", "text/a1");
    assertThat(between.open(fresh, "text/a1")).isEqualTo("text");
    assertThatThrownBy(() -> before.open(fresh, "text/a1")).isInstanceOf(Unopenable.class);
    assertThat(KeyFile.list(file())).extracting(KeyFile.KeyInfo::set, KeyFile.KeyInfo::inUse).containsExactly(
        tuple("sealing", false), tuple("sealing", true), tuple("codes", false), tuple("codes", true),
        tuple("tokens", true));
  }

  @Test void saltAndCodeCannotTradeCharacters() {
    Keys keys = keys();
    assertThat(keys.digestCode("1234", "salt5")).isNotEqualTo(keys.digestCode("51234", "salt"));
    assertThat(keys.token("bc", "a")).isNotEqualTo(keys.token("c", "ab"));
  }

  @Test void theFileIsForItsOwnerAlone() throws Exception {
    keys();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file()))).isEqualTo("rw-------");
    assertThat(keys().toString()).isEqualTo("Keys[redacted]");
  }

  @Test void aDamagedFileIsNamedAndNotQuoted() throws Exception {
    Files.writeString(file(), "{\"sealing\":{\"secret\":\"abcdef\"}}");
    assertThatThrownBy(() -> KeyFile.load(file())).hasMessageContaining(file().toString())
        .hasMessageNotContaining("abcdef").hasNoCause();
  }

  private Path file() {
    return folder.resolve("keys.json");
  }

  private Keys keys() {
    return KeyFile.loadOrCreate(file());
  }
}
