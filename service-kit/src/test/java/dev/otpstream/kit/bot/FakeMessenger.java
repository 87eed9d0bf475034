package dev.otpstream.kit.bot;

import dev.otpstream.kit.Service.Readiness;
import dev.otpstream.kit.channel.SendOutcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A messenger that says what it is told to, and remembers what the bot said and with which marks it listened. */
final class FakeMessenger implements Messenger {
  private final Queue<SendOutcome> outcomes = new ArrayDeque<>();
  private final List<Speech> said = new ArrayList<>();
  private final List<String> marks = new ArrayList<>();
  private final List<Update> taken = new ArrayList<>();
  final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();

  synchronized void answers(SendOutcome... next) {
    outcomes.addAll(List.of(next));
  }

  synchronized List<Speech> said() {
    return List.copyOf(said);
  }

  synchronized List<String> marks() {
    return List.copyOf(marks);
  }

  synchronized List<Update> taken() {
    return List.copyOf(taken);
  }

  @Override public String channel() {
    return "telegram";
  }

  @Override public String provider() {
    return "fake-bot";
  }

  @Override public String bot() {
    return "fakebot";
  }

  @Override public Heard hear(String mark) throws InterruptedException {
    synchronized (this) {
      marks.add(mark);
    }
    return heard.take();
  }

  @Override public synchronized void took(Update update, Update.Tapped tap) {
    taken.add(update);
  }

  @Override public synchronized SendOutcome say(Speech speech) {
    said.add(speech);
    SendOutcome next = outcomes.poll();
    return next == null ? new SendOutcome.Accepted(List.of("1"), 1) : next;
  }

  @Override public Optional<String> userOf(String chatId) {
    return Optional.of(chatId);
  }

  @Override public Readiness readiness() {
    return Readiness.yes();
  }

  @Override public void close() {
    // nothing to close
  }
}
