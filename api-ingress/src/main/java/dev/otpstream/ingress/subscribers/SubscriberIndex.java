package dev.otpstream.ingress.subscribers;

import dev.otpstream.ingress.front.ChatAddress;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.ingress.json.JsonReader;
import dev.otpstream.schemas.Subscriber;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.schemas.sealing.Unopenable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Subscribers by their ids and by their accounts. What is sealed stays so until somebody is spoken to or listed. */
public final class SubscriberIndex implements Subscribers {
  private static final Logger LOG = LoggerFactory.getLogger(SubscriberIndex.class);
  private static final Shelf EMPTY = new Shelf();
  private static final String ALL = "";

  private record Row(String accountId, String channel) {}

  private final Keys keys;
  private final ConcurrentMap<UUID, Subscriber> active = new ConcurrentHashMap<>();
  private final ConcurrentMap<Row, Shelf> shelves = new ConcurrentHashMap<>();

  public SubscriberIndex(Keys keys) {
    this.keys = keys;
  }

  /**
   * Takes the newest record of a subscriber; null: it is gone. Called by one thread.
   *
   * @throws IllegalArgumentException if the id is no UUID
   */
  public void put(String id, Subscriber subscriber) {
    UUID uuid = UUID.fromString(id);
    boolean stays = subscriber != null && subscriber.getActive();
    Subscriber before = stays ? active.put(uuid, subscriber) : active.remove(uuid);
    if (before != null) rows(before).forEach(row -> shelves.get(row).remove(before));
    if (stays) rows(subscriber).forEach(row -> shelves.computeIfAbsent(row, _ -> new Shelf()).add(subscriber));
  }

  private static List<Row> rows(Subscriber subscriber) {
    return List.of(new Row(subscriber.getAccountId(), ALL),
        new Row(subscriber.getAccountId(), subscriber.getChannel()));
  }

  @Override public Optional<ChatAddress> find(String accountId, UUID subscriberId) {
    Subscriber found = active.get(subscriberId);
    if (found == null || !found.getAccountId().equals(accountId)) return Optional.empty();
    return opened(found, found.getChat(), Contexts.chat(found.getChannel()))
        .map(chat -> new ChatAddress(subscriberId, found.getChannel(), chat));
  }

  @Override public Page page(String accountId, Optional<String> channel, int offset, int limit) {
    Shelf shelf = shelves.getOrDefault(new Row(accountId, channel.orElse(ALL)), EMPTY);
    return new Page(shelf.page(offset, limit).stream().map(this::person).toList(), shelf.size());
  }

  private Person person(Subscriber subscriber) {
    Json.Obj profile = Optional.ofNullable(subscriber.getProfile())
        .flatMap(sealed -> opened(subscriber, sealed, Contexts.profile(subscriber.getChannel())))
        .flatMap(text -> JsonReader.readObject(text.getBytes(StandardCharsets.UTF_8)))
        .orElseGet(() -> new Json.Obj(Map.of()));
    String language = subscriber.getLanguage() == null ? "" : subscriber.getLanguage();
    return new Person(UUID.fromString(subscriber.getId()), subscriber.getChannel(), text(profile, "first_name"),
        text(profile, "username"), language, subscriber.getCreatedAt());
  }

  private static String text(Json.Obj profile, String name) {
    return profile.find(name).orElse(null) instanceof Json.Str(String text) ? text : "";
  }

  /** What was sealed with a key that is gone is as good as not there. */
  private Optional<String> opened(Subscriber subscriber, ByteBuffer sealed, String context) {
    try {
      return Optional.of(keys.open(sealed, context));
    } catch (Unopenable _) {
      LOG.atWarn().addKeyValue("subscriberId", subscriber.getId()).log("subscriber cannot be opened");
      return Optional.empty();
    }
  }
}
