package dev.otpstream.kit.channel;

import dev.otpstream.kit.Service.Readiness;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A provider that does as it is told: per recipient one behaviour after the other, and accepts when none is left. */
final class FakeChannel implements Channel {
  static final SendOutcome ACCEPTED = new SendOutcome.Accepted(List.of("id-1"), 1);

  /** What the provider does with a send. */
  interface Behaviour {
    SendOutcome send() throws InterruptedException;
  }

  private final Map<String, ConcurrentLinkedDeque<Behaviour>> script = new ConcurrentHashMap<>();
  private final List<OpenDispatch> sends = new CopyOnWriteArrayList<>();
  private final String name;
  private final String provider;
  private volatile boolean closed;

  FakeChannel(String name) {
    this(name, "fake");
  }

  FakeChannel(String name, String provider) {
    this.name = name;
    this.provider = provider;
  }

  FakeChannel answers(String recipient, SendOutcome... outcomes) {
    for (SendOutcome outcome : outcomes)
      does(recipient, () -> outcome);
    return this;
  }

  FakeChannel does(String recipient, Behaviour behaviour) {
    script.computeIfAbsent(recipient, _ -> new ConcurrentLinkedDeque<>()).add(behaviour);
    return this;
  }

  /** Does not answer this recipient until the latch opens. */
  FakeChannel hangs(String recipient, CountDownLatch latch) {
    return does(recipient, () -> {
      latch.await();
      return ACCEPTED;
    });
  }

  List<OpenDispatch> sends() {
    return sends;
  }

  List<OpenDispatch> sendsTo(String recipient) {
    return sends.stream().filter(dispatch -> dispatch.recipient().equals(recipient)).toList();
  }

  boolean isClosed() {
    return closed;
  }

  @Override public String name() {
    return name;
  }

  @Override public String provider() {
    return provider;
  }

  @Override public SendOutcome send(OpenDispatch dispatch) throws InterruptedException {
    sends.add(dispatch);
    var behaviours = script.get(dispatch.recipient());
    Behaviour behaviour = behaviours == null ? null : behaviours.poll();
    return behaviour == null ? ACCEPTED : behaviour.send();
  }

  @Override public Readiness readiness() {
    return Readiness.yes();
  }

  @Override public void close() {
    closed = true;
  }
}
