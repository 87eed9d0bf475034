package dev.otpstream.chaos.evidence;

import dev.otpstream.chaos.processes.Role;
import dev.otpstream.chaos.processes.Seat;
import dev.otpstream.chaos.processes.Site;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Bytes;

/** Compares the stores of stopped engines with what their changelog says, from its first record. */
public final class StateCopies {
  private static final String APPLICATION = "otp-engine";
  private static final String STORE = "state";
  private static final String CHANGELOG = APPLICATION + "-" + STORE + "-changelog";

  private StateCopies() {}

  /**
   * One for each partition and engine that has a current copy. Copies that were left behind when a partition moved are
   * left out: nobody serves from them.
   */
  public static List<StateCopy> compare(Site site, TopicReader topics) {
    Map<Integer, Changelog> changelogs = changelogs(topics);
    var copies = new ArrayList<StateCopy>();
    for (Seat engine : site.seats(Role.ENGINE))
      changelogs.forEach((partition, changelog) -> {
        Path folder = engine.stateFolder().resolve(APPLICATION).resolve("0_" + partition).resolve("rocksdb")
            .resolve(STORE);
        try (StoreFile store = StoreFile.open(folder).orElse(null)) {
          if (store != null && store.offset(CHANGELOG, partition) >= changelog.newestOffset)
            copies.add(compare(engine.name(), partition, store, changelog));
        }
      });
    return copies;
  }

  /** A changelog folded: the digest of what each key was last set to. */
  private static final class Changelog {
    final NavigableMap<Bytes, Bytes> last = new TreeMap<>();
    long newestOffset = -1;

    void apply(ConsumerRecord<byte[], byte[]> record) {
      newestOffset = record.offset();
      Bytes key = Bytes.wrap(record.key());
      if (record.value() == null) last.remove(key);
      else
        last.put(key, Bytes.wrap(sha256().digest(record.value())));
    }
  }

  private static Map<Integer, Changelog> changelogs(TopicReader topics) {
    var changelogs = new TreeMap<Integer, Changelog>();
    topics.raw(CHANGELOG,
        record -> changelogs.computeIfAbsent(record.partition(), _ -> new Changelog()).apply(record));
    return changelogs;
  }

  private static StateCopy compare(String engine, int partition, StoreFile store, Changelog changelog) {
    var rebuilt = sha256();
    changelog.last.forEach((key, value) -> add(rebuilt, key.get(), value.get()));
    var live = sha256();
    var keys = new AtomicLong();
    store.forEach((key, value) -> {
      add(live, key, sha256().digest(value));
      keys.incrementAndGet();
    });
    return new StateCopy(engine, partition, keys.get(), hex(live), hex(rebuilt));
  }

  private static void add(MessageDigest digest, byte[] key, byte[] value) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(key.length).array());
    digest.update(key);
    digest.update(value);
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
