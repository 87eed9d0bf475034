package dev.otpstream.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.otpstream.kit.channel.SendOutcome.Throttled;
import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.SimulatorsConfig;
import dev.otpstream.simulators.smpp.ReceiptForm;
import dev.otpstream.simulators.smpp.ReceiptForm.MessageId;
import dev.otpstream.simulators.stage.Receipt.Status;
import dev.otpstream.simulators.stage.Step;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jsmpp.SMPPConstant;
import org.jsmpp.util.PDUByteBuffer;
import org.junit.jupiter.api.Test;

/** Whatever goes wrong, at whatever level, no log holds a code, a text, a full number or the password. */
class LogsTest {
  private static final String PHONE = "79990001122";

  @Test void nothingThatHappensToMessagesShowsThem() {
    try (var logs = new Logs(); var simulators = Simulators.start(SimulatorsConfig.defaults())) {
      simulators.smpp().setReceiptForm(new ReceiptForm(MessageId.SAME, false, false)); // its text quotes the message
      simulators.script(Simulators.SMPP, PHONE, Step.fail(Status.UNDELIVERED, Duration.ZERO), Step.deliver(),
          Step.refuse("ESME_RINVDSTADR"), Step.serverError(500), Step.garbage(), Step.close(), Step.broken(),
          Step.throttle(1));
      try (var worker = Worker.bound(SmppSetting.config(simulators.smppPort(), Map.of()))) {
        worker.store = receipt -> CompletableFuture.failedFuture(new IllegalStateException("no broker"));
        await().until(() -> worker.send("+" + PHONE) instanceof Throttled);
        await().until(() -> worker.receipts.size() >= 2);
      }
      assertThat(logs.all()).contains("smpp link bound", "smpp link lost", "smpp receipt not stored");
      assertClean(logs.all(), "simulate");
    }
  }

  @Test void nothingThatTheCentreSendsIsShown() throws Exception {
    var answers = new ConcurrentLinkedQueue<Pdu>();
    try (var logs = new Logs();
        var centre = new FakeCentre((peer, pdu) -> answers.add(pdu));
        var _ = Worker.bound(SmppSetting.config(centre.port(), Map.of()))) {
      String text = "id:1 stat: text:" + SmppSetting.TEXT;
      FakeCentre.Peer peer = centre.peers.getFirst();
      peer.write(FakeCentre.COMPOSER.deliverSm(1, "", (byte) 1, (byte) 1, PHONE, (byte) 5, (byte) 0, "Shop", (byte) 4,
          (byte) 0, (byte) 0, (byte) 0, (byte) 0, text.getBytes(StandardCharsets.US_ASCII)));
      peer.write(deliverWithTooLongFields());
      peer.write(new PDUByteBuffer(SMPPConstant.CID_DATA_SM, 0, 3) {
        {
          append(SmppSetting.TEXT + PHONE);
        }
      }.toBytes());
      byte[] cut = FakeCentre.COMPOSER.submitSmResp(4, SmppSetting.TEXT);
      peer.write(ByteBuffer.wrap(cut).putInt(0, cut.length - 1).array());

      await().until(() -> answers.size() >= 3);
      assertThat(logs.all()).contains("smpp receipt unreadable");
      assertClean(logs.all(), "simulate");
    }
  }

  /** The codec quotes what is too long for it. */
  private static byte[] deliverWithTooLongFields() {
    var pdu = new PDUByteBuffer(SMPPConstant.CID_DELIVER_SM, 0, 2);
    pdu.append("");
    pdu.append((byte) 1);
    pdu.append((byte) 1);
    pdu.append(PHONE + " of somebody with a long name " + SmppSetting.CODE);
    return pdu.toBytes();
  }

  private static void assertClean(String logs, String password) {
    for (String secret : List.of(SmppSetting.CODE, PHONE, PHONE.substring(1), password)) {
      byte[] octets = secret.getBytes(StandardCharsets.US_ASCII);
      assertThat(logs).doesNotContain(secret).doesNotContainIgnoringCase(HexFormat.of().formatHex(octets))
          .doesNotContainIgnoringCase(HexFormat.ofDelimiter(" ").formatHex(octets));
    }
  }
}
