package dev.otpstream.simulators.smpp;

import com.cloudhopper.smpp.SmppBindType;
import com.cloudhopper.smpp.impl.DefaultSmppSession;
import com.cloudhopper.smpp.impl.DefaultSmppSessionHandler;
import com.cloudhopper.smpp.pdu.DeliverSmResp;
import com.cloudhopper.smpp.pdu.EnquireLink;
import com.cloudhopper.smpp.pdu.GenericNack;
import com.cloudhopper.smpp.pdu.Pdu;
import com.cloudhopper.smpp.pdu.PduRequest;
import com.cloudhopper.smpp.pdu.PduResponse;
import com.cloudhopper.smpp.pdu.SubmitSm;
import com.cloudhopper.smpp.pdu.Unbind;
import com.cloudhopper.smpp.transcoder.PduTranscoder;
import com.cloudhopper.smpp.type.RecoverablePduException;
import com.cloudhopper.smpp.type.UnrecoverablePduException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.netty.buffer.ChannelBuffer;
import org.jboss.netty.channel.Channel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One bound session. Writes never block: a caller who does not read must not hold up the others.
 *
 * <p>The library's own window of requests is left unused; {@link ReceiptOutbox} keeps one over all sessions.
 */
final class SmppLink extends DefaultSmppSessionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(SmppLink.class);

  private final DefaultSmppSession session;
  private final PduTranscoder transcoder;
  private final Listener listener;
  private final AtomicInteger openSubmits = new AtomicInteger();
  private volatile long heardAtNanos = System.nanoTime();

  /** Told what a session says. Called on the session's own thread; must not block. */
  interface Listener {
    void submitted(SmppLink link, SubmitSm pdu);

    void receiptAnswered(SmppLink link, int sequenceNumber, int commandStatus);

    /** Said goodbye, and was answered; the connection is still open. */
    void unbound(SmppLink link);

    void other(String pduName);
  }

  SmppLink(DefaultSmppSession session, PduTranscoder transcoder, Listener listener) {
    super(LOG);
    this.session = session;
    this.transcoder = transcoder;
    this.listener = listener;
  }

  boolean mayReceive() {
    return session.getBindType() != SmppBindType.TRANSMITTER;
  }

  private boolean maySubmit() {
    return session.getBindType() != SmppBindType.RECEIVER;
  }

  int nextSequenceNumber() {
    return session.getSequenceNumber().next();
  }

  Duration quietFor() {
    return Duration.ofNanos(System.nanoTime() - heardAtNanos);
  }

  /** @return false if so many submits are open already; else {@link #endSubmit} is due once it is answered */
  boolean beginSubmit(int windowMax) {
    if (openSubmits.incrementAndGet() <= windowMax || windowMax == 0) return true;
    openSubmits.decrementAndGet();
    return false;
  }

  void endSubmit() {
    openSubmits.decrementAndGet();
  }

  void write(Pdu pdu) {
    try {
      write(transcoder.encode(pdu));
    } catch (UnrecoverablePduException | RecoverablePduException e) {
      throw new IllegalStateException("our own PDUs can be written", e);
    }
  }

  void write(ChannelBuffer octets) {
    channel().write(octets);
  }

  void nack(int sequenceNumber, int commandStatus) {
    var nack = new GenericNack();
    nack.setSequenceNumber(sequenceNumber);
    nack.setCommandStatus(commandStatus);
    write(nack);
  }

  void askForLife() {
    var question = new EnquireLink();
    question.setSequenceNumber(nextSequenceNumber());
    write(question);
  }

  void close() {
    channel().close();
  }

  @SuppressWarnings("rawtypes") // the library's signature
  @Override public PduResponse firePduRequestReceived(PduRequest request) {
    heardAtNanos = System.nanoTime();
    switch (request) {
      case SubmitSm submit when maySubmit() -> listener.submitted(this, submit);
      case EnquireLink _ -> {
        listener.other("enquire_link");
        write(request.createResponse());
      }
      case Unbind _ -> {
        write(request.createResponse());
        listener.unbound(this);
      }
      default -> {
        listener.other("unserved " + request.getName());
        PduResponse refusal = request.createResponse();
        refusal.setCommandStatus(request instanceof SubmitSm
            ? CommandStatus.INVALID_BIND_STATUS
            : CommandStatus.INVALID_COMMAND_ID);
        write(refusal);
      }
    }
    return null; // answered by ourselves
  }

  /** All responses come here, as the library knows of no request. */
  @Override public void fireUnexpectedPduResponseReceived(PduResponse response) {
    heardAtNanos = System.nanoTime();
    if (response instanceof DeliverSmResp || response instanceof GenericNack) {
      listener.receiptAnswered(this, response.getSequenceNumber(), response.getCommandStatus());
    } else {
      listener.other(response.getName());
    }
  }

  @Override public void fireRecoverablePduException(RecoverablePduException e) {
    Pdu partial = e.getPartialPdu();
    listener.other("unreadable");
    nack(partial == null ? 0 : partial.getSequenceNumber(), CommandStatus.INVALID_COMMAND_ID);
  }

  @Override public void fireUnrecoverablePduException(UnrecoverablePduException e) {
    listener.other("unreadable");
    close();
  }

  @Override public void fireUnknownThrowable(Throwable t) {
    LOG.atDebug().setCause(t).log("session failed");
    close();
  }

  @Override public void fireChannelUnexpectedlyClosed() {
    LOG.atDebug().log("session closed by its peer");
  }

  private Channel channel() {
    return session.getChannel();
  }
}
