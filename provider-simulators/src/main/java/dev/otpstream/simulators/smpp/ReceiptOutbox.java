package dev.otpstream.simulators.smpp;

import dev.otpstream.simulators.stage.Stage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Receipts on their way: in turn over all sessions that may receive, as many at once as each session's window allows,
 * kept while nobody is bound, and sent again after an error, after silence and after a lost session. Thread-safe.
 */
final class ReceiptOutbox {
  static final int TRIES_MAX = 20;
  static final int WAITING_MAX = 100_000;

  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

  private final Stage stage;
  private final int window;
  private final Duration pause;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Deque<Receiver> receivers = new ArrayDeque<>();
  private volatile ReceiptForm form;

  private record Waiting(DeliveryReceipt receipt, int tries) {
    Waiting again() {
      return new Waiting(receipt, tries + 1);
    }
  }

  private record Sent(Waiting what, long atNanos) {}

  private record Receiver(SmppLink link, Map<Integer, Sent> unanswered) {}

  private record Outgoing(SmppLink link, int sequenceNumber, DeliveryReceipt receipt) {}

  ReceiptOutbox(SmppConfig config, Stage stage) {
    this.stage = stage;
    window = config.receiptWindow();
    pause = config.receiptPause();
    form = config.receiptForm();
  }

  ReceiptForm form() {
    return form;
  }

  void setForm(ReceiptForm other) {
    form = other;
  }

  void add(DeliveryReceipt receipt) {
    wait(new Waiting(receipt, 1));
  }

  void bound(SmppLink link) {
    synchronized (this) {
      receivers.add(new Receiver(link, new LinkedHashMap<>()));
    }
    sendWaiting();
  }

  void gone(SmppLink link) {
    synchronized (this) {
      Optional<Receiver> receiver = receiverOf(link);
      if (receiver.isEmpty()) return;
      receivers.remove(receiver.get());
      receiver.get().unanswered().values().forEach(sent -> waiting.addFirst(sent.what()));
    }
    sendWaiting();
  }

  void answered(SmppLink link, int sequenceNumber, int commandStatus) {
    Optional<Sent> sent;
    synchronized (this) {
      sent = receiverOf(link).map(receiver -> receiver.unanswered().remove(sequenceNumber));
    }
    if (sent.isEmpty()) return;
    count(commandStatus == CommandStatus.OK ? "receipt taken" : "receipt refused");
    if (commandStatus != CommandStatus.OK) sendLater(sent.get().what());
    sendWaiting();
  }

  /** Takes back what was never answered; to be called now and then. */
  void sweep() {
    long before = System.nanoTime() - ANSWER_TIMEOUT.toNanos();
    var overdue = new ArrayList<Waiting>();
    synchronized (this) {
      for (Receiver receiver : receivers) {
        Iterator<Sent> oldestFirst = receiver.unanswered().values().iterator();
        while (oldestFirst.hasNext()) {
          Sent sent = oldestFirst.next();
          if (sent.atNanos() - before > 0) break;
          oldestFirst.remove();
          overdue.add(sent.what());
        }
      }
    }
    overdue.forEach(what -> {
      count("receipt unanswered");
      sendLater(what);
    });
    sendWaiting();
  }

  private void sendLater(Waiting what) {
    if (what.tries() >= TRIES_MAX) {
      count("receipt lost");
    } else {
      stage.timers().after(pause, () -> wait(what.again()));
    }
  }

  private void wait(Waiting what) {
    synchronized (this) {
      if (waiting.size() >= WAITING_MAX) {
        waiting.removeFirst();
        count("receipt dropped");
      }
      waiting.addLast(what);
    }
    sendWaiting();
  }

  private void sendWaiting() {
    for (Outgoing outgoing : takeSendable()) { // outside the lock, as a write may end in any callback
      DeliveryReceipt receipt = outgoing.receipt();
      stage.journal().sent(SmppCentre.NAME, "deliver_sm", receipt.phone(), receipt.id(), receipt);
      outgoing.link().write(ReceiptPdu.of(receipt, form, outgoing.sequenceNumber()));
    }
  }

  private synchronized List<Outgoing> takeSendable() {
    if (waiting.isEmpty()) return List.of();
    var sendable = new ArrayList<Outgoing>();
    int full = 0;
    while (!waiting.isEmpty() && full < receivers.size()) {
      Receiver receiver = receivers.removeFirst();
      receivers.addLast(receiver);
      if (receiver.unanswered().size() >= window) {
        full++;
        continue;
      }
      full = 0;
      Waiting what = waiting.removeFirst();
      int sequenceNumber = receiver.link().nextSequenceNumber();
      receiver.unanswered().put(sequenceNumber, new Sent(what, System.nanoTime()));
      sendable.add(new Outgoing(receiver.link(), sequenceNumber, what.receipt()));
    }
    return sendable;
  }

  private Optional<Receiver> receiverOf(SmppLink link) {
    return receivers.stream().filter(receiver -> receiver.link() == link).findFirst();
  }

  private void count(String what) {
    stage.journal().count(SmppCentre.NAME, what);
  }
}
