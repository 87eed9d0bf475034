package dev.otpstream.chaos.promises;

import dev.otpstream.chaos.evidence.Arrival;
import dev.otpstream.chaos.evidence.Call;
import dev.otpstream.chaos.evidence.Call.Order;
import dev.otpstream.chaos.evidence.Call.Told;
import dev.otpstream.chaos.evidence.Change;
import dev.otpstream.chaos.evidence.ClearText;
import dev.otpstream.chaos.evidence.Evidence;
import dev.otpstream.chaos.evidence.HookCall;
import dev.otpstream.chaos.evidence.Landed;
import dev.otpstream.chaos.evidence.Ordered;
import dev.otpstream.chaos.evidence.StateCopy;
import dev.otpstream.chaos.processes.Role;
import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.StatusType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * An engine, a worker and callers in one small model, deterministic by seed. It crashes now and then between what it does
 * and what it remembers of it. Healthy it keeps every promise; each {@link Flaw} is a way in which real systems of this
 * kind are built wrong.
 */
final class ModelEngine {
  /** How it may be built wrong. */
  enum Flaw {
    NONE,
    /** Compares, then deletes the code: of two who compare at once both succeed. */
    CHECK_THEN_DELETE,
    /** Keeps no answers: who asks again after a lost one is told that the code is used up. */
    FORGETS_ANSWERS,
    /** Compares, then counts: those who compare at once are counted as one. */
    COMPARE_THEN_COUNT,
    /** Compares only the first digits. */
    COMPARES_A_PREFIX,
    /** Effects are committed before the input is: a crash between repeats them. */
    AT_LEAST_ONCE,
    /** The same key is an order of its own each time. */
    NO_DEDUPLICATION,
    /** Answers before it commits: a crash between loses what was answered. */
    ANSWERS_BEFORE_COMMIT,
    /** Deadlines are in memory: a crash forgets them. */
    TIMERS_IN_MEMORY,
    /** The fallback does not look whether the message has ended. */
    FALLS_BACK_AFTER_THE_END,
    /** A cancelled code still opens. */
    VERIFIES_CANCELLED,
    /** Numbers events by a counter in memory. */
    SEQUENCE_IN_MEMORY,
    /** A late receipt moves a message that has ended. */
    RECEIPT_REOPENS,
    /** Gives a hook up and tells nobody. */
    DROPS_HOOKS,
    /** Retries one event of a hook while the next goes ahead. */
    HOOKS_OUT_OF_ORDER,
    /** Sends again what it does not remember having sent, though nobody died. */
    WORKER_FORGETS,
    /** Logs the code. */
    LOGS_THE_CODE,
    /** Logs the number. */
    LOGS_THE_NUMBER,
    /** Skips what it cannot read. */
    DROPS_POISON,
    /** Writes to its store what it does not write to the changelog. */
    STORE_WITHOUT_CHANGELOG
  }

  private static final int PEOPLE = 200;
  private static final int ATTEMPTS = 5;
  private static final int PARTITIONS = 2;
  private final Flaw flaw;
  private final Random random;
  private final Path log;
  private final List<Call> calls = new ArrayList<>();
  private final Map<Long, List<Change>> changes = new LinkedHashMap<>();
  private final List<Ordered> orders = new ArrayList<>();
  private final List<Arrival> arrivals = new ArrayList<>();
  private final Set<String> hooked = new HashSet<>();
  private final List<HookCall> hookCalls = new ArrayList<>();
  private final Set<String> poison = new HashSet<>();
  private final Set<String> buried = new HashSet<>();
  private final List<Landed> faults = new ArrayList<>();
  private final Map<Long, String> store = new HashMap<>();
  private final Map<Long, String> changelog = new HashMap<>();
  private final StringBuilder lines = new StringBuilder();
  private long now = 1_000_000;
  private long nextId = 1_025;

  private ModelEngine(Flaw flaw, long seed, Path folder) {
    this.flaw = flaw;
    this.random = new Random(seed);
    this.log = folder.resolve("engine.log");
  }

  static Evidence evidence(Flaw flaw, long seed, Path folder) {
    var model = new ModelEngine(flaw, seed, folder);
    for (int person = 0; person < PEOPLE; person++)
      model.live(person);
    return model.collected();
  }

  private boolean crashes() {
    return random.nextInt(10) == 0;
  }

  private void live(int person) {
    String phone = Long.toString(380_971_000_000L + person);
    String code = "%08d".formatted(random.nextInt(100_000_000));
    long id = send(person, phone, code);
    switch (person % 4) {
      case 0 -> race(person, phone, id);
      case 1 -> guess(person, phone, id);
      case 2 -> cancel(person, phone, id);
      default -> expire(id);
    }
    if (flaw == Flaw.FALLS_BACK_AFTER_THE_END && crashes()) dispatch(id, 2, "sms", phone, code);
    if (flaw == Flaw.RECEIPT_REOPENS && crashes()) event(id, StatusType.DELIVERED, MessageState.DELIVERED, 1);
    if (flaw != Flaw.STORE_WITHOUT_CHANGELOG || !crashes()) changelog.put(id, "ended");
    store.put(id, "ended");
    poison.add("otp.commands-0@" + id);
    if (flaw != Flaw.DROPS_POISON || !crashes()) buried.add("otp.commands-0@" + id);
    tellHooks(id);
  }

  private long send(int person, String phone, String code) {
    long id = nextId++;
    boolean lost = flaw == Flaw.ANSWERS_BEFORE_COMMIT && crashes();
    call(person, Order.SEND, "send", phone, false, Told.ACCEPTED, id, ATTEMPTS);
    if (lost) return id;
    accept(id, phone, code);
    if (crashes()) { // the answer is cut off, so the caller asks again
      if (flaw == Flaw.NO_DEDUPLICATION) accept(nextId++, phone, code);
      if (flaw == Flaw.AT_LEAST_ONCE) dispatch(id, 1, "telegram", phone, code);
    }
    if (flaw == Flaw.LOGS_THE_CODE) lines.append("sent code=").append(code).append('\n');
    if (flaw == Flaw.LOGS_THE_NUMBER) lines.append("sent to +").append(phone).append('\n');
    return id;
  }

  private void accept(long id, String phone, String code) {
    event(id, StatusType.ACCEPTED, MessageState.QUEUED, 0);
    dispatch(id, 1, "telegram", phone, code);
    event(id, StatusType.SENT, MessageState.SENT, 1);
  }

  private void dispatch(long id, int number, String channel, String phone, String code) {
    orders.add(new Ordered(id, number, channel, phone, code));
    event(id, StatusType.DISPATCHED, MessageState.DISPATCHED, number);
    arrivals.add(new Arrival(channel, phone, code, now));
    boolean killed = crashes(); // after the provider took it, before that was written down
    if (killed) faults.add(new Landed("telegram worker killed", Role.TELEGRAM, "telegram-1", now, 1, false, 0, true));
    if (killed || (flaw == Flaw.WORKER_FORGETS && now % 7 == 0))
      arrivals.add(new Arrival(channel, phone, code, now + 2));
    now += 60_000;
  }

  /** Eight people type the right code at once. */
  private void race(int person, String phone, long id) {
    boolean live = true;
    for (int i = 0; i < 8; i++) {
      boolean first = live;
      boolean forgotten = flaw == Flaw.FORGETS_ANSWERS && crashes();
      boolean sawItLive = flaw == Flaw.CHECK_THEN_DELETE && i < 2;
      live = false;
      if (first) event(id, StatusType.VERIFIED, MessageState.VERIFIED, 0);
      call(person, Order.VERIFY, "right-" + i, phone, true,
          (first && !forgotten) || sawItLive ? Told.VERIFIED : Told.NO, id, 0);
    }
  }

  /** Guesses until the attempts are used, then types the right code. */
  private void guess(int person, String phone, long id) {
    int left = ATTEMPTS;
    for (int i = 0; i < 12; i++) {
      boolean prefixed = flaw == Flaw.COMPARES_A_PREFIX && i == 0;
      if (prefixed) {
        event(id, StatusType.VERIFIED, MessageState.VERIFIED, 0);
        call(person, Order.VERIFY, "guess-" + i, phone, false, Told.VERIFIED, id, 0);
        return;
      }
      boolean compared = left > 0;
      if (compared) event(id, StatusType.ATTEMPT_FAILED, MessageState.SENT, 0);
      call(person, Order.VERIFY, "guess-" + i, phone, false, compared ? Told.WRONG_CODE : Told.NO, id, 0);
      if (flaw != Flaw.COMPARE_THEN_COUNT || i % 3 == 2) left--;
    }
    event(id, StatusType.ATTEMPTS_USED, MessageState.ATTEMPTS_USED, 0);
    call(person, Order.VERIFY, "right", phone, true, Told.NO, id, 0);
  }

  private void cancel(int person, String phone, long id) {
    event(id, StatusType.CANCELLED, MessageState.CANCELLED, 0);
    call(person, Order.CANCEL, "cancel", phone, false, Told.CANCELLED, id, 0);
    boolean opens = flaw == Flaw.VERIFIES_CANCELLED;
    call(person, Order.VERIFY, "right", phone, true, opens ? Told.VERIFIED : Told.NO, id, 0);
  }

  private void expire(long id) {
    if (flaw == Flaw.TIMERS_IN_MEMORY && crashes()) return;
    event(id, StatusType.EXPIRED, MessageState.EXPIRED, 0);
  }

  private void event(long id, StatusType type, MessageState state, int dispatch) {
    List<Change> all = changes.computeIfAbsent(id, _ -> new ArrayList<>());
    int sequence = all.size() + 1;
    if (flaw == Flaw.SEQUENCE_IN_MEMORY && sequence > 2 && crashes()) sequence = 1;
    all.add(new Change(id, sequence, type, state, now, dispatch, "telegram"));
    if (type != StatusType.DISPATCHED) hooked.add(id + "-" + sequence);
    now++;
  }

  private void tellHooks(long id) {
    var told = new ArrayList<HookCall>();
    for (Change change : changes.getOrDefault(id, List.of())) {
      String eventId = id + "-" + change.sequence();
      if (change.type() == StatusType.DISPATCHED || (flaw == Flaw.DROPS_HOOKS && crashes())) continue;
      if (crashes()) told.add(new HookCall(eventId, id, change.sequence(), false, now)); // and told once more
      told.add(new HookCall(eventId, id, change.sequence(), true, now));
    }
    if (flaw == Flaw.HOOKS_OUT_OF_ORDER) Collections.reverse(told);
    hookCalls.addAll(told);
  }

  private void call(int person, Order order, String key, String phone, boolean right, Told told, long id,
      int attempts) {
    calls
        .add(new Call(person, order, "story-" + person + "-" + key, phone, right, told, id, attempts, now, now + 5, 1));
    now++;
  }

  private Evidence collected() {
    var clear = new ClearText(orders.stream().map(Ordered::code).toList(), 8,
        orders.stream().map(Ordered::phone).toList(), changes.keySet());
    try {
      Files.writeString(log, lines + "event=started port=20017\n");
      clear.search(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var copies = new ArrayList<StateCopy>();
    for (int partition = 0; partition < PARTITIONS; partition++)
      copies
          .add(new StateCopy("engine-1", partition, store.size(), hash(store, partition), hash(changelog, partition)));
    return new Evidence(calls, changes, orders, arrivals, hooked, hookCalls, Set.of(), faults, poison, buried, copies,
        PARTITIONS,
        clear.bytes(), clear.leaks());
  }

  private static String hash(Map<Long, String> state, int partition) {
    return Long.toString(state.keySet().stream().filter(id -> id % PARTITIONS == partition).mapToLong(id -> id).sum());
  }
}
