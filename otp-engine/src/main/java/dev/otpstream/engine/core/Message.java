package dev.otpstream.engine.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One accepted order to tell a recipient something. */
public sealed interface Message {
  /** What stays the same from acceptance to the end, and is in every event. */
  Facts facts();

  /** Everything that happened to it, in order. */
  List<Event> history();

  /** The number of the current or last dispatch. */
  int dispatch();

  /** Where it stands. */
  default State state() {
    return history().isEmpty() ? State.QUEUED : history().getLast().state();
  }

  /** The sequence number of the newest event. */
  default int sequence() {
    return history().size();
  }

  /** When the newest event happened. */
  default Instant updatedAt() {
    return history().isEmpty() ? facts().acceptedAt() : history().getLast().at();
  }

  /** When the clock has to look at this message again. */
  Instant dueAt();

  /** Why the last failed dispatch failed. */
  Optional<Failure> failure();

  /** The channel of the current or last dispatch. */
  String channel();

  /**
   * What identifies a message.
   *
   * @param routingKey      under which the recipient's state is kept
   * @param recipientToken  the recipient's stable name
   * @param recipientMasked the recipient as people may see it
   * @param callerReference the caller's own id, as its JSON text
   * @param consent         the consent request that it answers
   * @param trace           what it follows from, as W3C {@code traceparent}; empty: nobody asked for it to be traced
   */
  record Facts(long id, String accountId, String routingKey, String purpose, String recipientToken,
      String recipientMasked, Optional<String> callerReference, List<Hook> hooks,
      Optional<Command.Consent> consent, Instant acceptedAt,
      Instant expiresAt, Optional<String> trace) {
    public Facts {
      hooks = List.copyOf(hooks);
    }
  }

  /** By which name a provider can take a dispatch back. */
  record Handle(String provider, String name) {}

  /** Why a dispatch failed. */
  record Failure(Reason reason, Optional<String> providerCode) {}

  /**
   * A message on its way.
   *
   * @param recipient  the recipient's address, for the workers
   * @param route      the channels to try
   * @param code       the code to verify; empty: the text is all there is to say
   * @param dispatches how far each dispatch came; the last one is the current one
   * @param fallbackAt when the next channel is tried unless a receipt comes; {@link Instant#MAX}: never
   * @param handles    how dispatches can be taken back, by their number
   */
  record Live(Facts facts, Sealed recipient, List<RouteStep> route, Optional<Code> code, List<Progress> dispatches,
      Instant fallbackAt, List<Event> history, Optional<Failure> failure, Map<Integer, Handle> handles)
      implements
        Message {
    /** Shorter waits would skip a channel before it had a chance. */
    static final Duration RECEIPT_TIMEOUT_MIN = Duration.ofSeconds(5);

    public Live {
      route = List.copyOf(route);
      dispatches = List.copyOf(dispatches);
      history = List.copyOf(history);
      handles = Map.copyOf(handles);
    }

    @Override public int dispatch() {
      return dispatches.size();
    }

    @Override public String channel() {
      return step(Math.max(1, dispatch())).channel();
    }

    @Override public Instant dueAt() {
      return fallbackAt.isBefore(facts.expiresAt()) ? fallbackAt : facts.expiresAt();
    }

    /** Whether its life is over: from the very instant of expiry on, nothing is sent or verified any more. */
    boolean isOver(Instant now) {
      return !now.isBefore(facts.expiresAt());
    }

    public RouteStep step(int dispatch) {
      return route.get(dispatch - 1);
    }

    boolean hasNext() {
      return dispatch() < route.size();
    }

    boolean allFailed() {
      return dispatches.stream().allMatch(progress -> progress == Progress.FAILED);
    }

    /** Why the next channel is tried when the wait is over. */
    Reason overdue() {
      Progress current = progress(dispatch());
      boolean verification = current == Progress.DELIVERED || current == Progress.READ
          || verifyTimeout().filter(wait -> wait.compareTo(step(dispatch()).receiptTimeout()) <= 0).isPresent();
      return verification ? Reason.NOT_VERIFIED : Reason.NO_RECEIPT;
    }

    Progress progress(int dispatch) {
      return dispatches.get(dispatch - 1);
    }

    /** The next channel's turn. Its wait is cut so that all channels left have a share of the message's life. */
    Live nextDispatch(Instant now) {
      var more = new ArrayList<>(dispatches);
      more.add(Progress.DISPATCHED);
      var next = new Live(facts, recipient, route, code, more, Instant.MAX, history, failure, handles);
      Duration receipt = next.step(more.size()).receiptTimeout();
      return next.waiting(next.verifyTimeout().filter(wait -> wait.compareTo(receipt) < 0).orElse(receipt), now);
    }

    /** The message once it has reached the recipient: only the verification may still be waited for. */
    Live afterReaching() {
      return verifyTimeout().map(wait -> waiting(wait, orderedAt())).orElseGet(this::withoutFallback);
    }

    private Live waiting(Duration wanted, Instant from) {
      if (!hasNext()) return withoutFallback();
      int left = route.size() - dispatch() + 1;
      Duration share = Duration.between(from, facts.expiresAt()).dividedBy(left);
      Duration wait = wanted.compareTo(share) < 0 ? wanted : share;
      Instant until = from.plus(wait.compareTo(RECEIPT_TIMEOUT_MIN) < 0 ? RECEIPT_TIMEOUT_MIN : wait);
      return new Live(facts, recipient, route, code, dispatches, until, history, failure, handles);
    }

    /** How long the current channel has for the verification; without a code of ours there is none to wait for. */
    private Optional<Duration> verifyTimeout() {
      return code.flatMap(_ -> step(dispatch()).verifyTimeout());
    }

    private Instant orderedAt() {
      return history.reversed().stream().filter(event -> event.type() == EventType.DISPATCHED).findFirst()
          .map(Event::at).orElse(facts.acceptedAt());
    }

    /** The channels that were not tried yet, in the order to try. */
    List<RouteStep> left() {
      return route.subList(dispatch(), route.size());
    }

    /** The message with another order of the channels that were not tried yet. */
    Live withLeft(List<RouteStep> left) {
      var changed = new ArrayList<>(route.subList(0, dispatch()));
      changed.addAll(left);
      return new Live(facts, recipient, changed, code, dispatches, fallbackAt, history, failure, handles);
    }

    Live withProgress(int dispatch, Progress progress) {
      var changed = new ArrayList<>(dispatches);
      changed.set(dispatch - 1, progress);
      return new Live(facts, recipient, route, code, changed, fallbackAt, history, failure, handles);
    }

    Live withHandle(int dispatch, Handle handle) {
      var more = new TreeMap<>(handles);
      more.put(dispatch, handle);
      return new Live(facts, recipient, route, code, dispatches, fallbackAt, history, failure, more);
    }

    Live withoutFallback() {
      return new Live(facts, recipient, route, code, dispatches, Instant.MAX, history, failure, handles);
    }

    Live withFailure(Failure newest) {
      return new Live(facts, recipient, route, code, dispatches, fallbackAt, history, Optional.of(newest), handles);
    }

    Live withCode(Code counted) {
      return new Live(facts, recipient, route, Optional.of(counted), dispatches, fallbackAt, history, failure, handles);
    }

    Live after(Event event) {
      var longer = new ArrayList<Event>(history.size() + 1);
      longer.addAll(history);
      longer.add(event);
      return new Live(facts, recipient, route, code, dispatches, fallbackAt, longer, failure, handles);
    }

    @Override public String toString() {
      return "Live[id=" + facts.id() + ", state=" + state() + ", dispatch=" + dispatch() + ", sequence=" + sequence()
          + "]";
    }
  }

  /**
   * A message that ended. It keeps no address, no text and no code, and nothing changes it any more.
   *
   * @param forgetAt until when it can be asked for
   */
  record Ended(Facts facts, int dispatch, String channel, List<Event> history, Optional<Failure> failure,
      Instant forgetAt) implements Message {
    public Ended {
      history = List.copyOf(history);
    }

    @Override public Instant dueAt() {
      return forgetAt;
    }
  }
}
