package dev.otpstream.simulators.smpp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.bean.AlertNotification;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.RawDataCoding;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.SMPPSession;
import org.jsmpp.session.Session;

/** A caller of the SMS centre, by another library than the centre's. */
final class Esme implements AutoCloseable, MessageReceiverListener {
  private static final long TIMEOUT_MS = 10_000;
  private static final int ENQUIRE_LINK_MS = 200;

  private final SMPPSession session = new SMPPSession();
  private final List<DeliverSm> receipts = new CopyOnWriteArrayList<>();
  private volatile CountDownLatch hold = new CountDownLatch(0);
  private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();

  Esme(String host, int port, BindType type, String systemId, String password) throws IOException {
    session.setMessageReceiverListener(this);
    session.setTransactionTimer(TIMEOUT_MS);
    session.setEnquireLinkTimer(ENQUIRE_LINK_MS);
    try {
      session.connectAndBind(host, port, new BindParameter(type, systemId, password, "smpp", TypeOfNumber.UNKNOWN,
          NumberingPlanIndicator.UNKNOWN, null), TIMEOUT_MS);
    } catch (IOException e) {
      session.close();
      throw e;
    }
  }

  SMPPSession session() {
    return session;
  }

  /** Answers the next receipts with these, then with ESME_ROK. */
  void answersFirst(int... commandStatuses) {
    for (int commandStatus : commandStatuses) {
      answers.add(commandStatus);
    }
  }

  /** Leaves receipts unanswered until the latch is open. */
  void holdsAnswers(CountDownLatch latch) {
    hold = latch;
  }

  List<DeliverSm> receipts() {
    return receipts;
  }

  List<String> receiptTexts() {
    return receipts.stream().map(receipt -> new String(receipt.getShortMessage(), StandardCharsets.US_ASCII)).toList();
  }

  String submit(String phone, String latinText) throws NegativeResponseException {
    return submit(phone, 0, 0, latinText.getBytes(StandardCharsets.US_ASCII), 1);
  }

  /** @return the message id of the answer */
  String submit(String phone, int esmClass, int dataCoding, byte[] text, int registeredDelivery,
      OptionalParameter... parameters) throws NegativeResponseException {
    try {
      return session.submitShortMessage("", TypeOfNumber.ALPHANUMERIC, NumberingPlanIndicator.UNKNOWN, "Shop",
          TypeOfNumber.INTERNATIONAL, NumberingPlanIndicator.ISDN, phone, new ESMClass(esmClass), (byte) 0, (byte) 0,
          null,
          "000000000500000R", new RegisteredDelivery(registeredDelivery), (byte) 0,
          new RawDataCoding((byte) dataCoding), (byte) 0, text, parameters).getMessageId();
    } catch (PDUException | ResponseTimeoutException | InvalidResponseException | IOException e) {
      throw new AssertionError("the centre answers", e);
    }
  }

  @Override public void onAcceptDeliverSm(DeliverSm receipt) throws ProcessRequestException {
    receipts.add(receipt);
    try {
      if (!hold.await(TIMEOUT_MS, TimeUnit.MILLISECONDS)) throw new AssertionError("the latch is opened in time");
    } catch (InterruptedException _) {
      throw new ProcessRequestException("closing", CommandStatus.SYSTEM_ERROR);
    }
    Integer commandStatus = answers.poll();
    if (commandStatus != null) throw new ProcessRequestException("not now", commandStatus);
  }

  @Override public void onAcceptAlertNotification(AlertNotification alert) {}

  @Override public DataSmResult onAcceptDataSm(DataSm data, Session source) throws ProcessRequestException {
    throw new ProcessRequestException("no data_sm here", CommandStatus.INVALID_COMMAND_ID);
  }

  @Override public void close() {
    session.unbindAndClose();
  }
}
