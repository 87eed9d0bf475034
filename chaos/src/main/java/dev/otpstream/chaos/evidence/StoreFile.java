package dev.otpstream.chaos.evidence;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** A state store of a stopped Kafka Streams process: what it holds, and how far along its changelog it is. */
final class StoreFile implements AutoCloseable {
  /** Where Kafka Streams keeps changelog offsets since 4.3: beside the data, in the same store. */
  private static final String OFFSETS = "offsets";
  private static final String DATA = "default";
  private final List<ColumnFamilyHandle> families = new ArrayList<>();
  private final RocksDB store;

  private StoreFile(Path folder, List<byte[]> names) throws RocksDBException {
    store = RocksDB.openReadOnly(folder.toString(), names.stream().map(ColumnFamilyDescriptor::new).toList(), families);
  }

  /** Empty if there is no store. */
  static Optional<StoreFile> open(Path folder) {
    if (!Files.exists(folder.resolve("CURRENT"))) return Optional.empty();
    try (var options = new Options()) {
      return Optional.of(new StoreFile(folder, RocksDB.listColumnFamilies(options, folder.toString())));
    } catch (RocksDBException e) {
      throw new IllegalStateException("the store " + folder + " cannot be read", e);
    }
  }

  /** The offset up to which a changelog's partition is in the store; -1 if it does not say. */
  long offset(String changelog, int partition) {
    try {
      byte[] value = store.get(family(OFFSETS), (changelog + "-" + partition).getBytes(StandardCharsets.UTF_8));
      return value == null ? -1 : ByteBuffer.wrap(value).getLong();
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All keys in unsigned order, with their values. */
  void forEach(BiConsumer<byte[], byte[]> each) {
    try (RocksIterator all = store.newIterator(family(DATA))) {
      for (all.seekToFirst(); all.isValid(); all.next())
        each.accept(all.key(), all.value());
    }
  }

  private ColumnFamilyHandle family(String name) {
    for (ColumnFamilyHandle family : families) {
      try {
        if (new String(family.getName(), StandardCharsets.UTF_8).equals(name)) return family;
      } catch (RocksDBException e) {
        throw new IllegalStateException(e);
      }
    }
    throw new IllegalStateException("no column family " + name);
  }

  @Override public void close() {
    families.forEach(ColumnFamilyHandle::close);
    store.close();
  }
}
