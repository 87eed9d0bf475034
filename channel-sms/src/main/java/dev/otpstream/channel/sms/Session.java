package dev.otpstream.channel.sms;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.DeliverSm;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One bound connection, from bind to its end: requests are matched with answers by sequence number, and the other
 * side's requests are answered. When it ends, all that is open gets to know at once. Thread-safe.
 */
final class Session implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);
  private final Wire wire;
  private final Duration responseTimeout;
  private final ToIntFunction<DeliverSm> receiver;
  private final Semaphore receiptPlaces;
  private final Map<Integer, CompletableFuture<Answer>> open = new ConcurrentHashMap<>();
  private final AtomicInteger lastSequenceNumber = new AtomicInteger();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile String whyEnded;

  /** What came of a bind. */
  sealed interface Binding {
    record Bound(Session session) implements Binding {}

    record Refused(int status) implements Binding {}

    record Unreachable(String detail) implements Binding {}
  }

  /** What came of a request. */
  sealed interface Answer {
    record Response(Pdu pdu) implements Answer {}

    /** It surely did not leave. */
    record NotSent(String detail) implements Answer {}

    /** It may have arrived, or not. */
    record None(String detail) implements Answer {}
  }

  private Session(Wire wire, SmppConfig config, ToIntFunction<DeliverSm> receiver) {
    this.wire = wire;
    this.receiver = receiver;
    responseTimeout = config.responseTimeout();
    receiptPlaces = new Semaphore(config.receiptWindow());
  }

  /**
   * Connects and binds.
   *
   * @param receiver called for each message of the other side, on a thread of its own; gives the status to answer
   */
  static Binding bind(SmppConfig config, BindType type, ToIntFunction<DeliverSm> receiver)
      throws InterruptedException {
    Wire wire;
    try {
      wire = Wire.connect(config.host(), config.port(), config.tls(), config.responseTimeout());
    } catch (IOException e) {
      return new Binding.Unreachable(e.toString());
    }
    var session = new Session(wire, config, receiver);
    Binding binding = null;
    try {
      Thread.ofVirtual().name("smpp-reader").start(session::readAll);
      binding = switch (session.ask(number -> Pdus.bind(type, config, number))) {
        case Answer.Response(Pdu pdu) when pdu.commandStatus() != CommandStatus.OK ->
          new Binding.Refused(pdu.commandStatus());
        case Answer.Response(Pdu pdu) when pdu.commandId() != type.responseCommandId() ->
          new Binding.Unreachable("answered with another command");
        case Answer.Response _ -> new Binding.Bound(session);
        case Answer.NotSent(String detail) -> new Binding.Unreachable(detail);
        case Answer.None(String detail) -> new Binding.Unreachable(detail);
      };
      return binding;
    } finally {
      if (!(binding instanceof Binding.Bound)) session.close();
    }
  }

  /** Submits and waits for the answer, at most the response timeout. */
  Answer submit(Submit submit) throws InterruptedException {
    return ask(number -> Pdus.submit(submit, number));
  }

  /** Whether the other side gives a sign of life in time. Not even a full socket keeps the caller for longer. */
  boolean enquireLink() throws InterruptedException {
    var alive = new CompletableFuture<Boolean>();
    Thread.ofVirtual().name("smpp-enquire-link").start(() -> {
      try {
        alive.complete(ask(Pdus::enquireLink) instanceof Answer.Response);
      } catch (InterruptedException e) {
        alive.completeExceptionally(e); // nobody knows this thread to interrupt it
      }
    });
    return await(alive, false);
  }

  /** Says good-bye, and ends. */
  void unbind() throws InterruptedException {
    ask(Pdus::unbind);
    end("unbound");
  }

  /** Waits for the end of the session, at most so long; tells whether it ended. */
  boolean awaitEnd(Duration wait) throws InterruptedException {
    return ended.await(wait.toNanos(), TimeUnit.NANOSECONDS);
  }

  String whyEnded() {
    return whyEnded;
  }

  /** Ends it; what is open stays without an answer. Idempotent: the first reason stands. */
  void end(String why) {
    synchronized (open) {
      if (whyEnded != null) return;
      whyEnded = why;
    }
    wire.close();
    open.values().forEach(answer -> answer.complete(new Answer.None(why)));
    ended.countDown();
  }

  @Override public void close() {
    end("closed");
  }

  private Answer ask(IntFunction<byte[]> request) throws InterruptedException {
    int number = lastSequenceNumber.updateAndGet(last -> last == Integer.MAX_VALUE ? 1 : last + 1);
    byte[] pdu = request.apply(number);
    var answer = new CompletableFuture<Answer>();
    open.put(number, answer);
    try {
      if (whyEnded != null) return new Answer.NotSent(whyEnded);
      wire.write(pdu);
      return await(answer, new Answer.None("no answer in " + responseTimeout.toMillis() + " ms"));
    } catch (IOException e) {
      end("write failed: " + e);
      return new Answer.NotSent(e.toString());
    } finally {
      open.remove(number);
    }
  }

  private <T> T await(CompletableFuture<T> answer, T otherwise) throws InterruptedException {
    try {
      return answer.get(responseTimeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return otherwise;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private void readAll() {
    try {
      while (true)
        take(wire.read());
    } catch (IOException e) {
      end("link lost: " + e);
    } catch (InterruptedException e) {
      end("interrupted");
    } catch (RuntimeException e) {
      end("bug: " + e); // or else nobody would read any more, and nobody would know
      throw e;
    }
  }

  private void take(Pdu pdu) throws IOException, InterruptedException {
    if (pdu.isResponse()) {
      answered(pdu);
      return;
    }
    switch (pdu.commandId()) {
      case SMPPConstant.CID_DELIVER_SM -> deliver(pdu);
      case SMPPConstant.CID_ENQUIRE_LINK -> wire.write(Pdus.enquireLinkResponse(pdu.sequenceNumber()));
      case SMPPConstant.CID_ALERT_NOTIFICATION, SMPPConstant.CID_OUTBIND -> {
      } // want no answer
      case SMPPConstant.CID_UNBIND -> {
        wire.write(Pdus.unbindResponse(pdu.sequenceNumber()));
        end("the centre unbound");
      }
      default -> wire.write(Pdus.unknownCommand(pdu.sequenceNumber()));
    }
  }

  private void answered(Pdu pdu) throws IOException {
    CompletableFuture<Answer> answer = open.remove(pdu.sequenceNumber());
    if (answer != null) answer.complete(new Answer.Response(pdu));
    else if (pdu.commandId() == SMPPConstant.CID_GENERIC_NACK)
      throw new IOException("the centre lost the borders of PDUs, status " + CommandStatus.text(pdu.commandStatus()));
    // any other is late: whoever waited was told that there was no answer
  }

  /** Each on its own thread, so that waiting for Kafka holds up no answer; as many as there are places. */
  private void deliver(Pdu pdu) throws IOException, InterruptedException {
    if (!receiptPlaces.tryAcquire()) {
      wire.write(Pdus.deliverResponse(CommandStatus.THROTTLED, pdu.sequenceNumber()));
      return;
    }
    Thread.ofVirtual().name("smpp-receipt").start(() -> {
      try {
        Optional<DeliverSm> message = Pdus.deliver(pdu);
        if (message.isEmpty())
          LOG.atWarn().addKeyValue("octets", pdu.octets().length).log("smpp deliver_sm unreadable");
        int status = message.map(receiver::applyAsInt).orElse(CommandStatus.NEVER_AGAIN);
        wire.write(Pdus.deliverResponse(status, pdu.sequenceNumber()));
      } catch (IOException | InterruptedException e) {
        end("write failed: " + e);
      } finally {
        receiptPlaces.release();
      }
    });
  }
}
