package dev.otpstream.channel.sms;

import dev.otpstream.channel.sms.SmppConfig.Bind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.DeliverSm;

/** All links with the centre, and who may submit on which. Thread-safe. */
final class Links implements AutoCloseable {
  /** When to ask again for a place that did not come free in time. */
  private static final Duration FULL_RETRY = Duration.ofMillis(500);

  private final Duration drainTimeout;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Link> receivers;
  /** Those that submit, with what is known of them; guarded by the lock. */
  private final List<Lane> lanes;
  private boolean closing;

  /** What came of asking for a place in a window. */
  sealed interface Place {
    /** Give it back by closing it. */
    record Taken(Lane lane, Session session, Links links) implements Place, AutoCloseable {
      @Override public void close() {
        links.giveBack(lane);
      }
    }

    record NoneBound(String standing) implements Place {}

    record NoneFree(Duration retryAfter) implements Place {}
  }

  /** A transmitting link, its pace, and how much of its window is used. */
  static final class Lane {
    private final Link link;
    private final Pace pace = new Pace(0, System.nanoTime());
    private final int window;
    private int used;

    private Lane(Link link, int window) {
      this.link = link;
      this.window = window;
    }

    Pace pace() {
      return pace;
    }

    private int free() {
      return window - used;
    }
  }

  Links(SmppConfig config, ToIntFunction<DeliverSm> receiver) {
    drainTimeout = config.responseTimeout();
    var transmitters = new ArrayList<Link>();
    var onlyReceivers = new ArrayList<Link>();
    for (int i = 1; i <= config.sessions(); i++) {
      if (config.bind() == Bind.TRX) {
        transmitters.add(new Link("trx-" + i, config, BindType.BIND_TRX, receiver, this::linkChanged));
      } else {
        transmitters.add(new Link("tx-" + i, config, BindType.BIND_TX, receiver, this::linkChanged));
        onlyReceivers.add(new Link("rx-" + i, config, BindType.BIND_RX, receiver, this::linkChanged));
      }
    }
    lanes = transmitters.stream().map(link -> new Lane(link, config.window())).toList();
    receivers = List.copyOf(onlyReceivers);
    all().forEach(Link::start);
  }

  /** Takes a place on the bound link with the most free window, waiting for one if all are full. */
  Place take(Duration waitMax) throws InterruptedException {
    long deadline = System.nanoTime() + waitMax.toNanos();
    lock.lockInterruptibly();
    try {
      while (true) {
        long now = System.nanoTime();
        List<Lane> bound = lanes.stream().filter(lane -> lane.link.session().isPresent()).toList();
        if (closing || bound.isEmpty()) return new Place.NoneBound(standing());
        Optional<Lane> best = bound.stream().filter(lane -> lane.free() > 0 && lane.pace.rest(now).isZero())
            .max(Comparator.comparingInt(Lane::free));
        Optional<Session> session = best.flatMap(lane -> lane.link.session());
        if (session.isPresent()) {
          best.get().used++;
          return new Place.Taken(best.get(), session.get(), this);
        }
        Optional<Duration> rest = bound.stream().map(lane -> lane.pace.rest(now)).min(Comparator.naturalOrder())
            .filter(Duration::isPositive);
        if (rest.isPresent()) return new Place.NoneFree(rest.get());
        if (deadline <= now) return new Place.NoneFree(FULL_RETRY);
        boolean _ = changed.await(deadline - now, TimeUnit.NANOSECONDS); // the loop looks again either way
      }
    } finally {
      lock.unlock();
    }
  }

  /** How many links are bound, of all. */
  int bound() {
    return (int) all().filter(link -> link.session().isPresent()).count();
  }

  int count() {
    return lanes.size() + receivers.size();
  }

  boolean canTransmit() {
    return lanes.stream().anyMatch(lane -> lane.link.session().isPresent());
  }

  /** How a link stands that is not bound; or that all are. */
  String standing() {
    return all().filter(link -> link.session().isEmpty()).map(Link::standing).findFirst().orElse("bound");
  }

  /** Hands out no more places, waits for open answers, then unbinds. */
  @Override public void close() {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
      long left = drainTimeout.toNanos();
      while (left > 0 && lanes.stream().anyMatch(lane -> lane.used > 0))
        left = changed.awaitNanos(left);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    List<Thread> closers = all().map(link -> Thread.ofVirtual().name("smpp-close").start(link::close)).toList();
    for (Thread closer : closers)
      joined(closer);
  }

  private static void joined(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Stream<Link> all() {
    return Stream.concat(lanes.stream().map(lane -> lane.link), receivers.stream());
  }

  private void giveBack(Lane lane) {
    lock.lock();
    try {
      lane.used--;
      if (closing) changed.signalAll();
      else
        changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void linkChanged() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
