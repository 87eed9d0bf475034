package dev.otpstream.kit.bot;

import dev.otpstream.kit.CrashPoint;
import dev.otpstream.kit.Platform;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens while its worker leads. What was heard is in Kafka before the messenger hears the mark that lets it forget.
 */
final class Ear implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ear.class);
  /** Longer than a producer tries, so that it normally answers first. */
  private static final Duration STORE_TIMEOUT = Duration.ofSeconds(35);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private static final List<String> OUTCOMES = List.of("heard", "trouble", "elsewhere");
  private final Messenger messenger;
  private final Platform platform;
  private final BotService.Hearing hearing;
  private final AtomicReference<String> mark;
  private final Thread thread;

  /** @param mark where the last leader stopped; empty: nobody knows */
  Ear(Messenger messenger, Platform platform, BotService.Hearing hearing, String mark) {
    this.messenger = messenger;
    this.platform = platform;
    this.hearing = hearing;
    this.mark = new AtomicReference<>(mark);
    OUTCOMES.forEach(this::polls); // one that comes up with its first count hides it from rates
    this.thread = Thread.ofVirtual().name(messenger.provider() + "-ear").start(this::listen);
  }

  /** Everything before it is in Kafka. */
  String mark() {
    return mark.get();
  }

  private void listen() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        switch (hear()) {
          case Heard.Updates(List<Update> updates, String next) -> {
            count("heard");
            CrashPoint.BOT_HEARD.pass();
            take(updates);
            CrashPoint.BOT_STORED.pass();
            mark.set(next);
          }
          case Heard.Trouble(String detail, Duration pause) -> {
            count("trouble");
            LOG.atWarn().addKeyValue("provider", messenger.provider()).addKeyValue("detail", detail)
                .log("bot hears nothing");
            Thread.sleep(pause);
          }
          case Heard.Elsewhere(Duration pause) -> {
            count("elsewhere");
            Thread.sleep(pause);
          }
        }
      }
    } catch (InterruptedException _) {
      // another worker listens, or this one stops
    }
  }

  private Heard hear() throws InterruptedException {
    try {
      return messenger.hear(mark.get());
    } catch (RuntimeException e) { // a bug; the message may quote an update: class only
      LOG.atError().addKeyValue("provider", messenger.provider()).addKeyValue("exception", e.getClass().getName())
          .addKeyValue("where", e.getStackTrace().length == 0 ? "" : e.getStackTrace()[0].toString())
          .log("adapter failed");
      return new Heard.Trouble("the adapter failed", PAUSE);
    }
  }

  /** Stays until Kafka has them. */
  private void take(List<Update> updates) throws InterruptedException {
    while (true) {
      try {
        hearing.take(updates).get(STORE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        return;
      } catch (ExecutionException | TimeoutException e) {
        Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
        LOG.atWarn().addKeyValue("exception", cause.getClass().getName()).log("kafka did not take the updates");
        Thread.sleep(PAUSE); // repeats are harmless
      }
    }
  }

  private void count(String outcome) {
    polls(outcome).increment();
  }

  private Counter polls(String outcome) {
    return platform.meters().counter("otp.bot.polls", "channel", messenger.channel(), "outcome", outcome);
  }

  /** Returns when nothing is heard any more. */
  @Override public void close() {
    thread.interrupt();
    try {
      if (!thread.join(CLOSE_TIMEOUT))
        LOG.atWarn().addKeyValue("provider", messenger.provider()).log("still listening");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
