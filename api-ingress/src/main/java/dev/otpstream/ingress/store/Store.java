package dev.otpstream.ingress.store;

import java.util.List;
import java.util.Optional;

/**
 * Records by their keys. What was saved is seen by the next read. Thread-safe; reading never waits, changing does.
 *
 * @param <V> the record
 */
public interface Store<V> {
  Optional<V> find(String key);

  /** All records, in no particular order. */
  List<V> all();

  /** @throws StoreAway if it cannot be saved now; then nobody knows whether it was */
  void save(String key, V value) throws StoreAway;

  /** @throws StoreAway if it cannot be deleted now; then nobody knows whether it was */
  void delete(String key) throws StoreAway;
}
