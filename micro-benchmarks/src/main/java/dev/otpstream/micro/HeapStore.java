package dev.otpstream.micro;

import dev.otpstream.ingress.store.Store;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A store without a topic behind it. */
final class HeapStore<V> implements Store<V> {
  private final Map<String, V> values = new ConcurrentHashMap<>();

  @Override public Optional<V> find(String key) {
    return Optional.ofNullable(values.get(key));
  }

  @Override public List<V> all() {
    return List.copyOf(values.values());
  }

  @Override public void save(String key, V value) {
    values.put(key, value);
  }

  @Override public void delete(String key) {
    values.remove(key);
  }
}
