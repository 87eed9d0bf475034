package dev.otpstream.ingress.subscribers;

import dev.otpstream.schemas.Subscriber;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;

/** Subscribers in the order they came. Changed by one thread, read by many. */
final class Shelf {
  private record Place(Instant createdAt, String id) {
    private static final Comparator<Place> ORDER = Comparator.comparing(Place::createdAt).thenComparing(Place::id);

    static Place of(Subscriber subscriber) {
      return new Place(subscriber.getCreatedAt(), subscriber.getId());
    }
  }

  private final ConcurrentSkipListMap<Place, Subscriber> places = new ConcurrentSkipListMap<>(Place.ORDER);
  private volatile int size; // the map would have to count itself

  void add(Subscriber subscriber) {
    places.put(Place.of(subscriber), subscriber);
    resize(1);
  }

  void remove(Subscriber subscriber) {
    places.remove(Place.of(subscriber));
    resize(-1);
  }

  private void resize(int by) {
    int now = size + by;
    size = now;
  }

  int size() {
    return size;
  }

  List<Subscriber> page(int offset, int limit) {
    return places.values().stream().skip(offset).limit(limit).toList();
  }
}
