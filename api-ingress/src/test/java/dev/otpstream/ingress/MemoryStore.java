package dev.otpstream.ingress;

import dev.otpstream.ingress.store.Store;
import dev.otpstream.ingress.store.StoreAway;
import dev.otpstream.schemas.serde.RegistryAvroSerializer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Records in memory; a listener hears of changes as with the real ones. */
public final class MemoryStore<V> implements Store<V> {
  static {
    new RegistryAvroSerializer<>().close(); // Avro copies our records only where a serde vouches for them
  }

  private final Map<String, V> values = new LinkedHashMap<>();
  private final BiConsumer<String, V> listener;
  public boolean away;

  public MemoryStore(BiConsumer<String, V> listener) {
    this.listener = listener;
  }

  public MemoryStore() {
    this((_, _) -> {});
  }

  @Override public synchronized Optional<V> find(String key) {
    return Optional.ofNullable(values.get(key));
  }

  @Override public synchronized List<V> all() {
    return List.copyOf(values.values());
  }

  @Override public synchronized void save(String key, V value) throws StoreAway {
    if (away) throw new StoreAway(null);
    values.put(key, value);
    listener.accept(key, value);
  }

  @Override public synchronized void delete(String key) throws StoreAway {
    if (away) throw new StoreAway(null);
    values.remove(key);
    listener.accept(key, null);
  }
}
