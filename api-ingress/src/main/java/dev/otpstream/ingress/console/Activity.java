package dev.otpstream.ingress.console;

import dev.otpstream.ingress.console.Tally.Event;
import dev.otpstream.schemas.StatusEvent;
import dev.otpstream.schemas.StatusType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last hour of the status stream, added up. Each message counts in the funnel of the moment it was accepted; what
 * happened to it counts when it happened. Holds a bounded number of messages on their way; of one that was pushed out, the
 * rest of its way is counted without its times. Thread-safe.
 */
final class Activity {
  static final Duration KEPT = Duration.ofHours(1);
  static final Duration TALLY_WIDTH = Duration.ofSeconds(5);
  static final Duration LATENCY_WIDTH = Duration.ofSeconds(15);
  private static final int MESSAGES_MAX = 20_000;
  private static final int CHANNELS_MAX = 20;
  private static final int LOCKED_MAX = 20;

  private final Slots<Tally> tallies = new Slots<>(TALLY_WIDTH, slots(TALLY_WIDTH), Tally::new);
  private final Slots<Latencies<Stage>> stages = new Slots<>(LATENCY_WIDTH, slots(LATENCY_WIDTH), Latencies::new);
  private final Slots<Latencies<Tally.Provider>> providers = new Slots<>(LATENCY_WIDTH, slots(LATENCY_WIDTH),
      Latencies::new);
  /** Channels that fail, and when a message last passed them over. */
  private final Map<String, Instant> passedOver = new HashMap<>();
  private final Deque<StatusEvent> locked = new ArrayDeque<>();
  private final Map<Long, Track> tracks = new LinkedHashMap<>() {
    private static final long serialVersionUID = 1L;

    @Override protected boolean removeEldestEntry(Map.Entry<Long, Track> eldest) {
      return size() > MESSAGES_MAX;
    }
  };

  private static int slots(Duration width) {
    return (int) KEPT.dividedBy(width);
  }

  /** Counts an event; one that was seen before changes nothing. */
  synchronized void take(StatusEvent event) {
    Track track = tracks.computeIfAbsent(event.getMessageId(), _ -> new Track());
    if (event.getSequence() <= track.sequence) return;
    track.sequence = event.getSequence();
    switch (event.getType()) {
      case ACCEPTED -> {
        track.acceptedAt = event.getAt();
        count(Event.ACCEPTED, event);
      }
      case DISPATCHED -> dispatched(track, event);
      case SENT -> sent(track, event);
      case UNCLEAR -> words(track, event).ifPresent(words -> words.unclear++);
      case DELIVERED, READ -> delivered(track, event);
      case FAILED -> failed(track, event);
      case FALLBACK -> count(Event.FALLBACK, event);
      case ATTEMPT_FAILED -> count(Event.ATTEMPT_FAILED, event);
      case VERIFIED -> verified(track, event);
      case ATTEMPTS_USED -> {
        count(Event.LOCKED, event);
        locked.addFirst(event);
        if (locked.size() > LOCKED_MAX) locked.removeLast();
      }
      case UNDELIVERABLE -> count(Event.UNDELIVERABLE, event);
      case EXPIRED -> count(Event.EXPIRED, event);
      case CANCELLED, OTHER -> {
        // of no interest here
      }
    }
    switch (event.getState()) {
      case VERIFIED, EXPIRED, CANCELLED, ATTEMPTS_USED, UNDELIVERABLE -> tracks.remove(event.getMessageId());
      case QUEUED, DISPATCHED, SENT, DELIVERED, READ, UNKNOWN -> {
        // more may come
      }
    }
  }

  private void dispatched(Track track, StatusEvent event) {
    count(Event.DISPATCHED, event);
    track.dispatched(event.getChannel(), event.getAt());
    event.getSkipped().stream().limit(CHANNELS_MAX).forEach(channel -> passedOver(channel, event.getAt()));
    boolean first = event.getDispatch() == 1;
    funnel(track).ifPresent(funnel -> {
      if (first) funnel.accepted++;
      else
        funnel.fallenBack++;
      funnel.dispatched++;
    });
  }

  private void passedOver(String channel, Instant at) {
    if (passedOver.size() < CHANNELS_MAX || passedOver.containsKey(channel)) passedOver.put(channel, at);
    tallies.at(at).ifPresent(slot -> slot.funnel(channel).passedOver++);
  }

  private void sent(Track track, StatusEvent event) {
    count(Event.SENT, event);
    if (isAbandoned(track, event)) {
      words(track, event).ifPresent(words -> words.sent++);
      return;
    }
    track.sentAt = event.getAt();
    words(track, event).ifPresent(words -> words.sent++);
    Track.between(track.dispatchedAt, event.getAt()).ifPresent(took -> {
      stages.at(event.getAt()).ifPresent(slot -> slot.add(Stage.SEND, took));
      if (track.provider != null)
        providers.at(event.getAt())
            .ifPresent(slot -> slot.add(new Tally.Provider(track.channel, track.provider), took));
    });
  }

  private void delivered(Track track, StatusEvent event) {
    if (isAbandoned(track, event)) { // it counts for its provider, and is no step of the channel whose turn it is
      if (event.getType() == StatusType.DELIVERED) {
        count(Event.DELIVERED, event);
        words(track, event).ifPresent(words -> words.delivered++);
      }
      return;
    }
    if (track.deliveredAt != null) return; // read comes after delivered
    boolean overtaken = track.sentAt == null && track.dispatchedAt != null;
    if (overtaken) { // the receipt came before the provider's own word, which then is no news
      count(Event.SENT, event);
      words(track, event).ifPresent(words -> words.sent++);
    }
    arrived(track, event);
  }

  /** Who has the code has the message, even if the receipt is late. */
  private void arrived(Track track, StatusEvent event) {
    track.deliveredAt = event.getAt();
    count(Event.DELIVERED, event);
    words(track, event).ifPresent(words -> words.delivered++);
    funnel(track).ifPresent(funnel -> funnel.delivered++);
    stages.at(event.getAt()).ifPresent(slot -> {
      Track.between(track.sentAt, event.getAt()).ifPresent(took -> slot.add(Stage.DELIVER, took));
      Track.between(track.acceptedAt, event.getAt()).ifPresent(took -> slot.add(Stage.REACH, took));
    });
  }

  private void verified(Track track, StatusEvent event) {
    count(Event.VERIFIED, event);
    if (track.deliveredAt == null) arrived(track, event);
    else
      Track.between(track.deliveredAt, event.getAt())
          .ifPresent(took -> stages.at(event.getAt()).ifPresent(slot -> slot.add(Stage.VERIFY, took)));
    funnel(track).ifPresent(funnel -> funnel.verified++);
  }

  private void failed(Track track, StatusEvent event) {
    count(Event.FAILED, event);
    String reason = event.getReason() == null ? "OTHER" : event.getReason().name();
    words(track, event).ifPresent(words -> words.failures.merge(reason, 1L, Long::sum));
  }

  private Optional<Tally.Words> words(Track track, StatusEvent event) {
    if (event.getProvider() != null && !isAbandoned(track, event)) track.provider = event.getProvider();
    String provider = event.getProvider() == null ? track.provider : event.getProvider();
    String channel = event.getChannel() == null ? track.channel : event.getChannel();
    if (provider == null || channel == null) return Optional.empty();
    return tallies.at(event.getAt()).map(slot -> slot.provider(new Tally.Provider(channel, provider)));
  }

  /** Whether it tells of a channel that the message has left. */
  private static boolean isAbandoned(Track track, StatusEvent event) {
    return track.channel != null && event.getChannel() != null && !event.getChannel().equals(track.channel);
  }

  private Optional<Tally.Funnel> funnel(Track track) {
    if (track.acceptedAt == null || track.channel == null) return Optional.empty();
    return tallies.at(track.acceptedAt).map(slot -> slot.funnel(track.channel));
  }

  private void count(Event what, StatusEvent event) {
    tallies.at(event.getAt()).ifPresent(slot -> slot.count(what));
  }

  /** Writes a span of it, up to now. */
  synchronized Picture picture(Duration span, Instant now) {
    return Picture.of(tallies.last(span, now), stages.last(span, now), providers.last(span, now),
        List.copyOf(locked), Map.copyOf(passedOver));
  }
}
