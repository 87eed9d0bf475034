package dev.otpstream.simulators.smpp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.SimulatorsConfig;
import dev.otpstream.simulators.stage.PhoneMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.OptionalParameter.Tag;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.session.SMPPSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions and messages, by a client of another make. */
class SmppCentreTest {
  private static final int UDH = 0x40;
  private static final int GSM = 0;
  private static final int UCS_2 = 8;
  private static final AtomicLong NUMBERS = new AtomicLong(380_700_000_000L);
  private static Simulators simulators;
  private static Esme esme;

  private final String phone = Long.toString(NUMBERS.incrementAndGet());

  @BeforeAll static void start() throws IOException {
    simulators = Simulators.start(SimulatorsConfig.defaults());
    esme = bind(BindType.BIND_TRX, simulators.smppPassword());
  }

  @AfterAll static void stop() {
    esme.close();
    simulators.close();
  }

  @ParameterizedTest
  @EnumSource(BindType.class) void allThreeBindsAreTakenAndAWrongPasswordIsNot(BindType type)
      throws IOException {
    try (Esme bound = bind(type, simulators.smppPassword())) {
      assertThat(bound.session().getSessionState().isBound()).isTrue();
    }
    assertThatThrownBy(() -> bind(type, "wrong")).hasRootCauseInstanceOf(NegativeResponseException.class)
        .rootCause().hasMessageContaining("0000000e");
  }

  @Test void anUnknownSystemIdIsRefused() {
    assertThatThrownBy(
        () -> new Esme(simulators.smppHost(), simulators.smppPort(), BindType.BIND_TRX, "nobody", "simulate"))
        .rootCause().hasMessageContaining("0000000f");
  }

  @Test void aLinkAnswersASignOfLife() throws Exception {
    try (Esme quiet = bind(BindType.BIND_TX, simulators.smppPassword())) {
      long before = counter("received enquire_link");

      await().until(() -> counter("received enquire_link") > before + 2);
      assertThat(quiet.session().getSessionState().isBound()).isTrue();
    }
  }

  @Test void aPlainTextArrives() throws Exception {
    String id = esme.submit(phone, "Code 4711");

    assertThat(message().text()).isEqualTo("Code 4711");
    assertThat(message().sender()).isEqualTo("Shop");
    assertThat(message().messageId()).isEqualTo(id);
  }

  @Test void gsmCharactersArriveAsMeant() throws Exception {
    esme.submit(phone, 0, GSM, new byte[]{0x00, 0x10, 0x1B, 0x65, 0x1B, 0x3C, '1', 0x1B, 0x3E, 0x7F}, 0);

    assertThat(message().text()).isEqualTo("@Δ€[1]à");
  }

  @Test void cyrillicAndEmojiArriveAsMeant() throws Exception {
    esme.submit(phone, 0, UCS_2, "Код 4711 🔑".getBytes(UTF_16BE), 0);

    assertThat(message().text()).isEqualTo("Код 4711 🔑");
  }

  @Test void partsWithAn8BitReferenceAreJoinedInAnyOrder() throws Exception {
    String second = esme.submit(phone, UDH, GSM, octets(5, 0, 3, 77, 2, 2, 'b'), 0);
    assertThat(simulators.messagesOf(phone)).isEmpty();
    String first = esme.submit(phone, UDH, GSM, octets(5, 0, 3, 77, 2, 1, 'a'), 0);

    assertThat(message().text()).isEqualTo("ab");
    assertThat(message().messageId()).isEqualTo(first).isNotEqualTo(second);
  }

  @Test void partsWithA16BitReferenceAreJoined() throws Exception {
    esme.submit(phone, UDH, UCS_2, join(octets(6, 8, 4, 1, 2, 2, 1), "Код ".getBytes(UTF_16BE)), 0);
    esme.submit(phone, UDH, UCS_2, join(octets(6, 8, 4, 1, 2, 2, 2), "4711".getBytes(UTF_16BE)), 0);

    assertThat(message().text()).isEqualTo("Код 4711");
  }

  @Test void partsWithSarParametersAreJoined() throws Exception {
    esme.submit(phone, 0, GSM, octets('a'), 0, sar(9, 2, 1));
    esme.submit(phone, 0, GSM, octets('b'), 0, sar(9, 2, 2));

    assertThat(message().text()).isEqualTo("ab");
  }

  @Test void aLongTextInOnePayloadArrives() throws Exception {
    String text = "я".repeat(300);

    esme.submit(phone, 0, UCS_2, new byte[0], 0,
        new OptionalParameter.OctetString(Tag.MESSAGE_PAYLOAD.code(), text.getBytes(UTF_16BE)));

    assertThat(message().text()).isEqualTo(text);
  }

  @Test void aCharacterSplitBetweenPartsIsSeenToBeBroken() throws Exception {
    esme.submit(phone, UDH, GSM, octets(5, 0, 3, 78, 2, 1, 'a', 0x1B), 0);
    esme.submit(phone, UDH, GSM, octets(5, 0, 3, 78, 2, 2, 0x65), 0);

    assertThat(message().text()).isEqualTo("a\uFFFDe");
  }

  @Test void anSmsOfFullLengthIsTaken() throws Exception {
    esme.submit(phone, 0, GSM, octets("a".repeat(160)), 0);
    esme.submit(phone, 0, UCS_2, "я".repeat(70).getBytes(UTF_16BE), 0);
    esme.submit(phone, UDH, GSM, join(octets(5, 0, 3, 79, 1, 1), octets("a".repeat(153))), 0);
    esme.submit(phone, UDH, GSM, join(octets(6, 8, 4, 1, 79, 1, 1), octets("a".repeat(152))), 0);
    esme.submit(phone, UDH, UCS_2, join(octets(5, 0, 3, 79, 1, 1), "я".repeat(67).getBytes(UTF_16BE)), 0);

    assertThat(simulators.messagesOf(phone)).hasSize(5);
  }

  /** What is asked, and the command_status of the refusal. */
  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of("161 septets", "380700", 0, GSM, octets("a".repeat(161)), CommandStatus.INVALID_MESSAGE_LENGTH),
        Arguments.of("71 characters", "380700", 0, UCS_2, new byte[142], CommandStatus.INVALID_MESSAGE_LENGTH),
        Arguments.of("154 septets after a header", "380700", UDH, GSM,
            join(octets(5, 0, 3, 1, 1, 1), octets("a".repeat(154))), CommandStatus.INVALID_MESSAGE_LENGTH),
        Arguments.of("header cut short", "380700", UDH, GSM, octets(9, 0, 3), CommandStatus.INVALID_ESM_CLASS),
        Arguments.of("part 3 of 2", "380700", UDH, GSM, octets(5, 0, 3, 1, 2, 3, 'a'), CommandStatus.INVALID_ESM_CLASS),
        Arguments.of("unknown coding", "380700", 0, 5, octets("a"), CommandStatus.INVALID_DATA_CODING),
        Arguments.of("letters in the number", "38O700", 0, GSM, octets("a"), CommandStatus.INVALID_DESTINATION),
        Arguments.of("no number", "", 0, GSM, octets("a"), CommandStatus.INVALID_DESTINATION));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults") void whatNoPhoneCouldShowIsRefused(String what, String to,
      int esmClass, int dataCoding, byte[] text, int commandStatus) {
    assertThatThrownBy(() -> esme.submit(to, esmClass, dataCoding, text, 0))
        .isInstanceOfSatisfying(NegativeResponseException.class,
            refusal -> assertThat(refusal.getCommandStatus()).as(what).isEqualTo(commandStatus));
  }

  @Test void anUnservedRequestIsRefusedAndTheSessionGoesOn() throws Exception {
    SMPPSession session = esme.session();

    assertThatThrownBy(() -> session.queryShortMessage("1", TypeOfNumber.UNKNOWN,
        NumberingPlanIndicator.UNKNOWN, "x")).isInstanceOf(NegativeResponseException.class);
    esme.submit(phone, "still here");

    assertThat(message().text()).isEqualTo("still here");
  }

  private PhoneMessage message() {
    assertThat(simulators.messagesOf(phone)).hasSize(1);
    return simulators.messagesOf(phone).getFirst();
  }

  private static long counter(String name) {
    return simulators.journal().counters().get(Simulators.SMPP).getOrDefault(name, 0L);
  }

  private static Esme bind(BindType type, String password) throws IOException {
    return new Esme(simulators.smppHost(), simulators.smppPort(), type, simulators.smppSystemId(), password);
  }

  private static OptionalParameter[] sar(int reference, int total, int number) {
    return new OptionalParameter[]{new OptionalParameter.Short(Tag.SAR_MSG_REF_NUM, (short) reference),
      new OptionalParameter.Byte(Tag.SAR_TOTAL_SEGMENTS, (byte) total),
      new OptionalParameter.Byte(Tag.SAR_SEGMENT_SEQNUM, (byte) number)};
  }

  private static byte[] octets(String ascii) {
    return ascii.getBytes(US_ASCII);
  }

  private static byte[] octets(int... octets) {
    var out = new ByteArrayOutputStream();
    for (int octet : octets) {
      out.write(octet);
    }
    return out.toByteArray();
  }

  private static byte[] join(byte[] header, byte[] text) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(header);
    out.writeBytes(text);
    return out.toByteArray();
  }
}
