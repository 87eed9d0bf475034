package dev.otpstream.channel.sms;

import dev.otpstream.channel.sms.Session.Binding;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.DeliverSm;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one session with the centre: binds, watches over it, and binds again when it is lost. Thread-safe. */
final class Link implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);
  /** So many signs of life in a row may be missing before the link counts as lost. */
  private static final int MISSES_MAX = 2;

  private final String name;
  private final SmppConfig config;
  private final BindType type;
  private final ToIntFunction<DeliverSm> receiver;
  private final Runnable changed;
  private final Backoff backoff;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread life;
  private volatile Session session;
  private volatile String standing = "not bound yet";

  /**
   * Starts keeping a session.
   *
   * @param changed called after the link was bound or lost
   */
  Link(String name, SmppConfig config, BindType type, ToIntFunction<DeliverSm> receiver, Runnable changed) {
    this.name = name;
    this.config = config;
    this.type = type;
    this.receiver = receiver;
    this.changed = changed;
    backoff = new Backoff(config.reconnectMin(), config.reconnectMax(), () -> ThreadLocalRandom.current().nextDouble());
    life = Thread.ofVirtual().name("smpp-link-" + name).unstarted(this::live);
  }

  void start() {
    life.start();
  }

  /** The session, while it is bound. */
  Optional<Session> session() {
    return Optional.ofNullable(session);
  }

  boolean transmits() {
    return type.isTransmittable();
  }

  /** How it stands, in words for people. */
  String standing() {
    return standing;
  }

  /** Unbinds and stops. */
  @Override public void close() {
    closing.countDown();
    life.interrupt();
    try {
      life.join(config.responseTimeout().multipliedBy(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void live() {
    int failures = 0;
    try {
      while (closing.getCount() > 0) {
        Instant began = Instant.now();
        Duration wait = switch (Session.bind(config, type, receiver)) {
          case Binding.Bound(Session bound) -> {
            keep(bound);
            boolean lasted = Duration.between(began, Instant.now()).compareTo(config.reconnectMax()) > 0;
            failures = lasted ? 1 : failures + 1;
            yield backoff.after(failures);
          }
          case Binding.Refused(int status) -> {
            failures++;
            boolean people = CommandStatus.bindNeedsPeople(status);
            yield failed("bind refused", CommandStatus.text(status),
                people ? config.bindRefusedWait() : backoff.after(failures));
          }
          case Binding.Unreachable(String detail) -> {
            failures++;
            yield failed("centre not reached", detail, backoff.after(failures));
          }
        };
        if (closing.await(wait.toNanos(), TimeUnit.NANOSECONDS)) return;
      }
    } catch (InterruptedException e) {
      // closing: nothing is left to do
    } finally {
      standing = "closed";
    }
  }

  private void keep(Session bound) throws InterruptedException {
    session = bound;
    standing = "bound";
    LOG.atInfo().addKeyValue("link", name).addKeyValue("host", config.host()).addKeyValue("port", config.port())
        .log("smpp link bound");
    changed.run();
    try {
      watch(bound);
      standing = bound.whyEnded();
      LOG.atWarn().addKeyValue("link", name).addKeyValue("reason", standing).log("smpp link lost");
    } catch (InterruptedException e) {
      session = null;
      bound.unbind();
      LOG.atInfo().addKeyValue("link", name).log("smpp link unbound");
      throw e;
    } finally {
      session = null;
      bound.close();
      changed.run();
    }
  }

  private void watch(Session bound) throws InterruptedException {
    int misses = 0;
    while (!bound.awaitEnd(misses == 0 ? config.enquireLink() : Duration.ZERO)) {
      misses = bound.enquireLink() ? 0 : misses + 1;
      if (misses == MISSES_MAX) bound.end("no sign of life");
    }
  }

  private Duration failed(String event, String reason, Duration wait) {
    standing = event + ": " + reason;
    LOG.atWarn().addKeyValue("link", name).addKeyValue("reason", reason).addKeyValue("againInMs", wait.toMillis())
        .log("smpp {}", event);
    changed.run();
    return wait;
  }
}
