package dev.otpstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.schemas.sealing.KeyFile;
import dev.otpstream.schemas.sealing.Keys;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubscriberIdsTest {
  @Test void aSubscriberHasOneNameInEachAccountAndMessenger(@TempDir Path folder) {
    Keys keys = KeyFile.loadOrCreate(folder.resolve("keys.json"));
    UUID id = SubscriberIds.of(keys, "a1", "telegram", "user");

    assertThat(id).isEqualTo(SubscriberIds.of(keys, "a1", "telegram", "user"));
    assertThat(id.version()).isEqualTo(8);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(id).isNotIn(SubscriberIds.of(keys, "a2", "telegram", "user"),
        SubscriberIds.of(keys, "a1", "max", "user"), SubscriberIds.of(keys, "a1", "telegram", "other"),
        SubscriberIds.of(KeyFile.loadOrCreate(folder.resolve("others.json")), "a1", "telegram", "user"));
    assertThat(SubscriberIds.recipientToken(keys, "a1", id)).isNotEqualTo(SubscriberIds.recipientToken(keys, "a2", id));
  }
}
