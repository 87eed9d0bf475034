package dev.otpstream.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otpstream.kit.channel.Receipt;
import dev.otpstream.kit.channel.Receipt.State;
import dev.otpstream.kit.channel.Receipt.Subject.Theirs;
import dev.otpstream.kit.channel.SendOutcome.Accepted;
import dev.otpstream.kit.channel.SendOutcome.Rejected;
import dev.otpstream.kit.channel.SendOutcome.Throttled;
import dev.otpstream.kit.channel.SendOutcome.Unavailable;
import dev.otpstream.kit.channel.SendOutcome.Unclear;
import dev.otpstream.schemas.Reason;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The same promises against a centre in another language by other people. Its last digit says what a number does. */
class NodeCentreTest {
  private static final String DELIVERED = "+79990001120";
  private NodeCentre centre;
  private Worker worker;

  @BeforeAll static void install() throws Exception {
    NodeCentre.install();
  }

  @BeforeEach void bind() throws IOException {
    centre = new NodeCentre(0);
    worker = Worker.bound(config(Map.of()));
  }

  @AfterEach void unbind() {
    worker.close();
    centre.close();
  }

  @Test void itReadsWhatWeMeant() {
    String text = "Code 481516 @£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ ¤¡ÄÖÑÜ§¿äöñüà ^{}\\[~]|€";
    assertThat(worker.send(SmppSetting.dispatch(DELIVERED, text))).isInstanceOf(Accepted.class);

    assertThat(centre.binds(1)).singleElement()
        .satisfies(bind -> assertThat(bind.get("version").asInt()).isEqualTo(0x34));
    JsonNode submit = centre.submits(1).getFirst();
    assertThat(submit.get("text").asText()).isEqualTo(text);
    assertThat(submit.get("to").asText()).isEqualTo("79990001120");
    assertThat(submit.get("from").asText()).isEqualTo("Shop");
    assertThat(submit.get("types").toString()).isEqualTo("[5,0,1,1]");
    assertThat(submit.get("receipts").asInt()).isEqualTo(1);
    assertThat(submit.get("validity").asText()).isNotEmpty();
  }

  @Test void aReceiptByParametersIsReportedAndAcknowledged() {
    var outcome = (Accepted) worker.send(DELIVERED);
    awaitReceipt(worker, outcome, State.DELIVERED, "DELIVRD");
  }

  @Test void anUnmarkedReceiptByTextIsReportedWithoutTheText() {
    var outcome = (Accepted) worker.send("+79990001126");
    awaitReceipt(worker, outcome, State.UNDELIVERED, "UNDELIV 005");
    assertThat(worker.receipts.toString()).doesNotContain(SmppSetting.CODE);
  }

  @Test void aReceiptInHexadecimalBeforeTheAnswerIsReported() {
    worker.close();
    try (var hex = Worker.bound(config(Map.of("SMPP_RECEIPT_IDS", "decimal-to-hex")))) {
      awaitReceipt(hex, (Accepted) hex.send("+79990001127"), State.DELIVERED, "DELIVRD");
    }
  }

  @ParameterizedTest
  @EnumSource void aLongCyrillicTextArrivesWhole(SmppConfig.LongTexts way) {
    String text = "Ваш код " + SmppSetting.CODE + ". Никому его не говорите. 😀 ".repeat(9);
    worker.close();
    try (var other = Worker.bound(config(Map.of("SMPP_LONG", way.name())))) {
      var outcome = (Accepted) other.send(SmppSetting.dispatch(DELIVERED, text));

      List<JsonNode> submits = centre.submits(outcome.providerMessageIds().size());
      assertThat(submits.stream().map(submit -> submit.get("text").asText()).collect(Collectors.joining()))
          .isEqualTo(text);
      assertThat(submits).allMatch(submit -> submit.get("coding").asInt() == 8);
      assertThat(outcome.providerMessageIds())
          .isEqualTo(submits.stream().map(submit -> submit.get("id").asText()).toList());
      for (int i = 0; i < submits.size(); i++) {
        assertThat(submits.get(i).get("receipts").asInt()).isEqualTo(i == submits.size() - 1 ? 1 : 2);
        assertThat(place(submits.get(i), way)).isEqualTo(switch (way) {
          case UDH, UDH16, SAR -> List.of(submits.size(), i + 1);
          case PAYLOAD -> List.of();
        });
      }
    }
  }

  @Test void aRefusalIsARejection() {
    assertThat(worker.send("+79990001121")).isEqualTo(new Rejected(Reason.RECIPIENT_INVALID, "0x0B"));
  }

  @Test void aThrottledSubmitIsThrottled() {
    assertThat(worker.send("+79990001122")).isInstanceOf(Throttled.class);
  }

  @ParameterizedTest
  @CsvSource({"+79990001123,no answer", "+79990001124,link lost",
    "+79990001125,link lost"}) void silenceACutLinkAndGibberishAreUnclearAndHeal(String phone, String detail) {
    assertThat(worker.send(phone)).isInstanceOfSatisfying(Unclear.class,
        unclear -> assertThat(unclear.detail()).contains(detail));
    worker.awaitBound();
    assertThat(worker.send(DELIVERED)).isInstanceOf(Accepted.class);
  }

  @Test void aWrongPasswordIsToldAndWaitsForPeople() {
    try (var stranger = new Worker(config(Map.of("SMPP_PASSWORD", "wrong")))) {
      await().until(() -> stranger.channel.readiness().detail().contains("bind refused: 0x0E"));
      assertThat(stranger.send(DELIVERED)).isInstanceOf(Unavailable.class);
    }
  }

  @Test void aCentreThatStartsAgainIsFoundAgain() throws IOException {
    int port = centre.port();
    centre.close();
    await().until(() -> !worker.channel.readiness().ready());
    assertThat(worker.send(DELIVERED)).isInstanceOf(Unavailable.class);

    centre = new NodeCentre(port);
    worker.awaitBound();
    assertThat(worker.send(DELIVERED)).isInstanceOf(Accepted.class);
  }

  private SmppConfig config(Map<String, String> changes) {
    var all = new TreeMap<>(Map.of("SMPP_PASSWORD", NodeCentre.PASSWORD));
    all.putAll(changes);
    return SmppSetting.config(centre.port(), all);
  }

  private void awaitReceipt(Worker from, Accepted outcome, State state, String code) {
    await().untilAsserted(() -> assertThat(from.receipts).singleElement()
        .extracting(Receipt::subject, Receipt::state, Receipt::providerCode)
        .containsExactly(new Theirs(outcome.providerMessageIds().getFirst()), state, code));
    assertThat(centre.receipts(1).getFirst().get("status").asInt()).isZero();
  }

  /** Total and number of a part, as the centre read them. */
  private static List<Integer> place(JsonNode submit, SmppConfig.LongTexts way) {
    return switch (way) {
      case UDH -> tail(submit.get("header").asText(), "0003");
      case UDH16 -> tail(submit.get("header").asText(), "0804");
      case SAR -> List.of(submit.get("sar").get(1).asInt(), submit.get("sar").get(2).asInt());
      case PAYLOAD -> List.of();
    };
  }

  private static List<Integer> tail(String header, String begin) {
    assertThat(header).startsWith(begin);
    int end = header.length();
    return List.of(Integer.parseInt(header.substring(end - 4, end - 2), 16),
        Integer.parseInt(header.substring(end - 2), 16));
  }
}
