package dev.otpstream.simulators.smpp;

import com.cloudhopper.smpp.SmppServerConfiguration;
import com.cloudhopper.smpp.SmppServerHandler;
import com.cloudhopper.smpp.impl.DefaultSmppServer;
import com.cloudhopper.smpp.pdu.Pdu;
import com.cloudhopper.smpp.transcoder.PduTranscoder;
import com.cloudhopper.smpp.type.RecoverablePduException;
import com.cloudhopper.smpp.type.UnrecoverablePduException;
import java.util.concurrent.ExecutorService;
import org.jboss.netty.buffer.ChannelBuffer;

/** The library's server, which would otherwise collect a PDU of any announced length in memory. */
final class BoundedSmppServer extends DefaultSmppServer {
  /** A message_payload is at most 64 KiB. */
  static final int PDU_OCTETS_MAX = 80 * 1024;

  private static final int LENGTH_OCTETS = 4;

  BoundedSmppServer(SmppServerConfiguration configuration, SmppServerHandler handler, ExecutorService executor) {
    super(configuration, handler, executor);
  }

  @Override public PduTranscoder getTranscoder() {
    PduTranscoder unbounded = super.getTranscoder();
    return new PduTranscoder() {
      @Override public ChannelBuffer encode(Pdu pdu) throws UnrecoverablePduException, RecoverablePduException {
        return unbounded.encode(pdu);
      }

      @Override public Pdu decode(ChannelBuffer octets) throws UnrecoverablePduException, RecoverablePduException {
        if (octets.readableBytes() >= LENGTH_OCTETS && octets.getInt(octets.readerIndex()) > PDU_OCTETS_MAX) {
          throw new UnrecoverablePduException("PDU too long");
        }
        return unbounded.decode(octets);
      }
    };
  }
}
