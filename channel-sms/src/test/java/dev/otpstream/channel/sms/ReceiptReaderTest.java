package dev.otpstream.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.channel.sms.ReceiptReader.Reading;
import dev.otpstream.kit.channel.Receipt;
import dev.otpstream.kit.channel.Receipt.State;
import dev.otpstream.kit.channel.Receipt.Subject.Theirs;
import dev.otpstream.schemas.Reason;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.OptionalParameter.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiptReaderTest {
  private static final Instant NOON = Instant.parse("2025-01-01T12:00:00Z");
  private static final int RECEIPT = 0x04;
  private final ReceiptReader reader = new ReceiptReader(ReceiptIds.SAME, false);

  @ParameterizedTest
  @ValueSource(strings = {
    "id:42af sub:001 dlvrd:001 submit date:2501011200 done date:2501011201 stat:DELIVRD err:000 text:Your code",
    "id:42af sub:001 dlvrd:001 submit date:250101120000 done date:250101120159 stat:DELIVRD err:0 Text:Your code",
    "id:42af sub:001 dlvrd:001 submit date:2501011200 done date:2501011201 stat:DELIVRD err:E0A",
    "ID:42af SUB:1 DLVRD:1 SUBMIT DATE:2501011200 DONE DATE:2501011201 STAT:DELIVRD ERR:000 TEXT:",
    "stat:delivrd err:000 done date:2501011201 id:42af", "id: 42af sub: 001 stat: DELIVRD err: text:x",
    "id:42af stat:DELIVRD",
    "id:42af sub: dlvrd: submit date: done date: stat:DELIVRD err: text:"}) void theTextOfAnyVendorIsRead(String text) {
    assertThat(reader.read(pdu(RECEIPT, text), NOON)).isEqualTo(delivered("42af"));
  }

  @ParameterizedTest
  @CsvSource({"EXPIRED,EXPIRED", "DELETED,OTHER", "UNDELIV,RECIPIENT_UNREACHABLE", "UNKNOWN,OTHER",
    "REJECTD,OTHER", "FAILED,OTHER", "REJECTED,OTHER", "NOSUCH,OTHER"}) void aFailureIsUndeliveredWithItsError(
        String state, Reason reason) {
    assertThat(reader.read(pdu(RECEIPT, "id:7 sub:001 stat:" + state + " err:0a1 text:x"), NOON))
        .isEqualTo(undelivered("7", reason, state + " 0a1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ENROUTE", "ACCEPTD", "BUFFERD", "ACKED", "SCHEDULED"}) void aWordOnTheWayIsNoEnd(
      String state) {
    assertThat(reader.read(pdu(RECEIPT, "id:7 sub:001 stat:" + state), NOON)).isEqualTo(new Reading.Progress());
  }

  @Test void acceptedIsTheEndWhereItIsAllThatARouteReports() {
    assertThat(new ReceiptReader(ReceiptIds.SAME, true).read(pdu(RECEIPT, "id:7 sub:001 stat:ACCEPTD"), NOON))
        .isEqualTo(new Reading.Final(
            new Receipt(new Theirs("7"), State.DELIVERED, Optional.empty(), "ACCEPTD", NOON)));
  }

  @ParameterizedTest
  @CsvSource({"2,DELIVERED,,DELIVRD", "3,UNDELIVERED,EXPIRED,EXPIRED", "4,UNDELIVERED,OTHER,DELETED",
    "5,UNDELIVERED,RECIPIENT_UNREACHABLE,UNDELIV", "7,UNDELIVERED,OTHER,UNKNOWN", "8,UNDELIVERED,OTHER,REJECTD",
    "99,UNDELIVERED,OTHER,STATE99"}) void parametersAreEnough(int state, State ours, Reason reason, String code) {
    DeliverSm pdu = pdu(RECEIPT, "", id("42af\0"), messageState(state));
    assertThat(reader.read(pdu, NOON)).isEqualTo(
        new Reading.Final(new Receipt(new Theirs("42af"), ours, Optional.ofNullable(reason), code, NOON)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 6}) void parametersTellOfTheWayToo(int state) {
    assertThat(reader.read(pdu(RECEIPT, "", id("42af\0"), messageState(state)), NOON))
        .isEqualTo(new Reading.Progress());
  }

  @Test void parametersGoBeforeTheText() {
    DeliverSm pdu = pdu(RECEIPT, "id:1 sub:001 stat:DELIVRD err:111", id("42af\0"), messageState(5),
        new OptionalParameter.OctetString(Tag.NETWORK_ERROR_CODE.code(), new byte[]{3, 0, 27}));
    assertThat(reader.read(pdu, NOON)).isEqualTo(undelivered("42af", Reason.RECIPIENT_UNREACHABLE, "UNDELIV 027"));
  }

  @Test void anIdWithoutItsEndIsReadWhole() {
    assertThat(reader.read(pdu(RECEIPT, "", id("42af"), messageState(2)), NOON)).isEqualTo(delivered("42af"));
  }

  @Test void anUnmarkedReceiptIsKnownByItsParametersOrItsText() {
    assertThat(reader.read(pdu(0, "", id("42af\0"), messageState(2)), NOON)).isEqualTo(delivered("42af"));
    assertThat(reader.read(pdu(0, "id:42af sub:001 dlvrd:001 stat:DELIVRD"), NOON)).isEqualTo(delivered("42af"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"stop", "id:42af stat:DELIVRD", "", "STOP id: none"}) void whatAPersonWritesIsNoReceipt(
      String text) {
    assertThat(reader.read(pdu(0, text), NOON)).isEqualTo(new Reading.NoReceipt());
  }

  @Test void aPartOfALongMessageIsNoReceipt() {
    assertThat(reader.read(pdu(0x40, "id:42af sub:001 dlvrd:001 stat:DELIVRD"), NOON))
        .isEqualTo(new Reading.NoReceipt());
  }

  @Test void acknowledgementsAndNotificationsOfTheWayAreNoEnd() {
    String text = "id:42af sub:001 dlvrd:001 stat:DELIVRD";
    assertThat(reader.read(pdu(0x08, text), NOON)).isEqualTo(new Reading.NoReceipt());
    assertThat(reader.read(pdu(0x10, text), NOON)).isEqualTo(new Reading.NoReceipt());
    assertThat(reader.read(pdu(0x20, text), NOON)).isEqualTo(new Reading.Progress());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nothing of use", "id:42af err:000", "stat:DELIVRD",
    "text:id:42af sub:001 stat:DELIVRD"}) void aReceiptThatTellsTooLittleIsUnreadable(String text) {
    assertThat(reader.read(pdu(RECEIPT, text), NOON)).isEqualTo(new Reading.Unreadable());
  }

  @Test void whatTheMessageQuotesIsNeverRead() {
    Reading reading = reader.read(pdu(RECEIPT, "id:7 sub:001 stat:UNDELIV Text:481516 err:481516 stat:DELIVRD"), NOON);
    assertThat(reading).isEqualTo(undelivered("7", Reason.RECIPIENT_UNREACHABLE, "UNDELIV"));
    assertThat(reading.toString()).doesNotContain("481516");
  }

  @Test void otherAlphabetsAndPayloadsAreRead() {
    String text = "id:42af sub:001 dlvrd:001 stat:DELIVRD text:Ваш код";
    DeliverSm wide = pdu(RECEIPT, text, StandardCharsets.UTF_16BE);
    wide.setDataCoding((byte) 8);
    assertThat(reader.read(wide, NOON)).isEqualTo(delivered("42af"));

    DeliverSm payload = pdu(RECEIPT, "", new OptionalParameter.OctetString(Tag.MESSAGE_PAYLOAD.code(),
        text.getBytes(StandardCharsets.UTF_8)));
    assertThat(reader.read(payload, NOON)).isEqualTo(delivered("42af"));
  }

  @ParameterizedTest
  @CsvSource({"SAME,00fF,00fF,00fF,00fF", "HEX_TO_DECIMAL,00fF,255,0255,255",
    "DECIMAL_TO_HEX,0255,255,00FF,255", "HEX_TO_DECIMAL,7b-c,7b-c,7b-c,7b-c",
    "HEX_TO_DECIMAL,ffffffffffffffffff,4722366482869645213695,4722366482869645213695,4722366482869645213695"}) void idsOfAnswersAndReceiptsComeToOneForm(
        ReceiptIds ids, String answer, String ofAnswer, String receipt,
        String ofReceipt) {
    assertThat(ids.ofAnswer(answer)).isEqualTo(ofAnswer);
    assertThat(ids.ofReceipt(receipt)).isEqualTo(ofReceipt);
  }

  private static Reading delivered(String id) {
    return new Reading.Final(new Receipt(new Theirs(id), State.DELIVERED, Optional.empty(), "DELIVRD", NOON));
  }

  private static Reading undelivered(String id, Reason reason, String code) {
    return new Reading.Final(new Receipt(new Theirs(id), State.UNDELIVERED, Optional.of(reason), code, NOON));
  }

  private static OptionalParameter id(String value) {
    return new OptionalParameter.Receipted_message_id(value.getBytes(StandardCharsets.US_ASCII));
  }

  private static OptionalParameter messageState(int state) {
    return new OptionalParameter.Message_state((byte) state);
  }

  private static DeliverSm pdu(int esmClass, String text, OptionalParameter... parameters) {
    DeliverSm pdu = pdu(esmClass, text, StandardCharsets.ISO_8859_1);
    pdu.setOptionalParameters(parameters);
    return pdu;
  }

  private static DeliverSm pdu(int esmClass, String text, Charset charset) {
    var pdu = new DeliverSm();
    pdu.setEsmClass((byte) esmClass);
    pdu.setShortMessage(text.getBytes(charset));
    return pdu;
  }
}
