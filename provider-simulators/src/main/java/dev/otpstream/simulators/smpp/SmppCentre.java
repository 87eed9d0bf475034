package dev.otpstream.simulators.smpp;

import com.cloudhopper.smpp.SmppServerConfiguration;
import com.cloudhopper.smpp.SmppServerHandler;
import com.cloudhopper.smpp.SmppServerSession;
import com.cloudhopper.smpp.SmppSessionConfiguration;
import com.cloudhopper.smpp.impl.DefaultSmppServer;
import com.cloudhopper.smpp.impl.DefaultSmppSession;
import com.cloudhopper.smpp.impl.DefaultSmppSessionHandler;
import com.cloudhopper.smpp.pdu.BaseBind;
import com.cloudhopper.smpp.pdu.BaseBindResp;
import com.cloudhopper.smpp.pdu.PduRequest;
import com.cloudhopper.smpp.pdu.PduResponse;
import com.cloudhopper.smpp.pdu.SubmitSm;
import com.cloudhopper.smpp.transcoder.DefaultPduTranscoder;
import com.cloudhopper.smpp.transcoder.DefaultPduTranscoderContext;
import com.cloudhopper.smpp.transcoder.PduTranscoder;
import com.cloudhopper.smpp.type.SmppChannelException;
import dev.otpstream.simulators.stage.Provider;
import dev.otpstream.simulators.stage.Stage;
import java.net.BindException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/** An SMS centre that speaks SMPP 3.4 with one account. */
public final class SmppCentre implements Provider {
  public static final String NAME = "smpp";

  private static final PduTranscoder TRANSCODER = new DefaultPduTranscoder(new DefaultPduTranscoderContext());
  private static final int IO_THREADS = 8;
  private static final Duration SWEEP = Duration.ofSeconds(1);
  private static final int SILENT_CHECKS_MAX = 3;

  /** How long a connection outlives its session, for the peer to close it. */
  private static final Duration LINGER = Duration.ofSeconds(1);

  /** Below the ports of outgoing connections: none takes ours while we are down. */
  private static final int PORT_LOWEST = 18_000;
  private static final int PORT_HIGHEST = 19_999;
  private static final int TRIES_MAX = 100;

  private final String host;
  private final int port;
  private final SmppConfig config;
  private final Stage stage;
  private final ReceiptOutbox outbox;
  private final SmppDesk desk;
  private final Map<Long, SmppLink> links = new ConcurrentHashMap<>();
  private DefaultSmppServer server;

  private SmppCentre(String host, int port, SmppConfig config, Stage stage) {
    this.host = host;
    this.port = port;
    this.config = config;
    this.stage = stage;
    outbox = new ReceiptOutbox(config, stage);
    desk = new SmppDesk(config, stage, outbox);
  }

  public static SmppCentre start(String host, SmppConfig config, Stage stage) {
    SmppCentre centre = config.port() == 0
        ? startAnywhere(host, config, stage)
        : startAt(config.port(), host, config, stage);
    stage.timers().every(SWEEP, centre::sweep);
    return centre;
  }

  /** The library does not tell which port it got, so it cannot be asked for any. */
  private static SmppCentre startAnywhere(String host, SmppConfig config, Stage stage) {
    for (int tries = 1;; tries++) {
      int port = ThreadLocalRandom.current().nextInt(PORT_LOWEST, PORT_HIGHEST + 1);
      try {
        return startAt(port, host, config, stage);
      } catch (PortTaken e) {
        if (tries == TRIES_MAX) throw e;
      }
    }
  }

  private static SmppCentre startAt(int port, String host, SmppConfig config, Stage stage) {
    var centre = new SmppCentre(host, port, config, stage);
    centre.up();
    return centre;
  }

  @Override public String name() {
    return NAME;
  }

  @Override public String address() {
    return "smpp://" + host + ":" + port;
  }

  public String host() {
    return host;
  }

  public int port() {
    return port;
  }

  /** How receipts look from now on. */
  public void setReceiptForm(ReceiptForm form) {
    outbox.setForm(form);
  }

  @Override public synchronized void up() {
    if (server != null) return;
    var settings = new SmppServerConfiguration();
    settings.setHost(host);
    settings.setPort(port);
    settings.setSystemId("simulator");
    settings.setMaxConnectionSize(IO_THREADS);
    var starting = new BoundedSmppServer(settings, new Sessions(),
        Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("smpp-io-", 0).factory()));
    try {
      starting.start();
    } catch (SmppChannelException e) {
      starting.destroy();
      if (hasCause(e, BindException.class)) throw new PortTaken(port, e);
      throw new IllegalStateException("the SMS centre cannot listen on " + host, e);
    }
    server = starting;
  }

  @Override public synchronized void down() {
    if (server == null) return;
    server.destroy();
    server = null;
  }

  @Override public void close() {
    down();
  }

  private void sweep() {
    outbox.sweep();
    for (SmppLink link : links.values()) {
      Duration quiet = link.quietFor();
      if (quiet.compareTo(config.linkCheck().multipliedBy(SILENT_CHECKS_MAX)) > 0) {
        link.close();
      } else if (quiet.compareTo(config.linkCheck()) > 0) {
        link.askForLife();
      }
    }
  }

  /** Takes binds, and hands on what sessions say. */
  private final class Sessions implements SmppServerHandler, SmppLink.Listener {
    @Override public void sessionBindRequested(Long sessionId, SmppSessionConfiguration session,
        @SuppressWarnings("rawtypes") BaseBind bind /* the library's signature */) {
      session.getLoggingOptions().setLogPdu(false); // PDUs hold numbers and codes
      stage.journal().received(NAME, bind.getName(), null, null, null);
    }

    /**
     * Here binds are refused, not above: there the library would close the connection at once, and clients take a
     * response that comes together with the end of the connection for none.
     */
    @Override public void sessionCreated(Long sessionId, SmppServerSession session, BaseBindResp response) {
      var bound = (DefaultSmppSession) session;
      int fault = fault(bound.getConfiguration());
      response.setCommandStatus(fault);
      stage.journal().sent(NAME, response.getName(), null, null, Map.of("commandStatus", fault));
      if (fault != CommandStatus.OK) {
        session.serverReady(new RefusedLink());
        stage.timers().after(LINGER, () -> bound.getChannel().close());
        return;
      }
      var link = new SmppLink(bound, TRANSCODER, this);
      links.put(sessionId, link);
      session.serverReady(link);
      if (link.mayReceive()) outbox.bound(link);
    }

    private int fault(SmppSessionConfiguration session) {
      if (!config.systemId().equals(session.getSystemId())) return CommandStatus.INVALID_SYSTEM_ID;
      return config.password().equals(session.getPassword()) ? CommandStatus.OK : CommandStatus.INVALID_PASSWORD;
    }

    @Override public void sessionDestroyed(Long sessionId, SmppServerSession session) {
      SmppLink link = links.remove(sessionId);
      if (link != null) outbox.gone(link);
      session.destroy();
    }

    @Override public void submitted(SmppLink link, SubmitSm pdu) {
      desk.submit(link, pdu);
    }

    @Override public void receiptAnswered(SmppLink link, int sequenceNumber, int commandStatus) {
      outbox.answered(link, sequenceNumber, commandStatus);
    }

    @Override public void unbound(SmppLink link) {
      stage.journal().count(NAME, "received unbind");
      outbox.gone(link);
      stage.timers().after(LINGER, link::close);
    }

    @Override public void other(String pduName) {
      stage.journal().count(NAME, "received " + pduName);
    }
  }

  private static boolean hasCause(Throwable problem, Class<? extends Exception> kind) {
    return problem != null && (kind.isInstance(problem) || hasCause(problem.getCause(), kind));
  }

  private static final class PortTaken extends IllegalStateException {
    private PortTaken(int port, SmppChannelException cause) {
      super("the SMS centre cannot listen on port " + port, cause);
    }
  }

  /** A session whose bind was refused: all it may do is leave. */
  private static final class RefusedLink extends DefaultSmppSessionHandler {
    @SuppressWarnings("rawtypes") // the library's signature
    @Override public PduResponse firePduRequestReceived(PduRequest request) {
      PduResponse refusal = request.createResponse();
      refusal.setCommandStatus(CommandStatus.INVALID_BIND_STATUS);
      return refusal;
    }
  }
}
