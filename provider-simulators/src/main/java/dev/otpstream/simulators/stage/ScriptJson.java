package dev.otpstream.simulators.stage;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Reads scripts as the control API takes them; the module's README is the reference. */
public final class ScriptJson {
  private static final ObjectMapper JSON = JsonMapper.builder()
      .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();

  private static final int RETRY_AFTER_SECONDS = 1;
  private static final int HTTP_STATUS = 500;
  private static final String ERROR = "REFUSED";
  private static final Duration SLOW = Duration.ofSeconds(30);
  private static final Duration LATE = Duration.ofSeconds(60);
  private static final Duration EARLY_ANSWER = Duration.ofMillis(200);
  private static final Duration DRIP_PAUSE = Duration.ofMillis(100);

  private record ScriptForm(List<StepForm> steps) {}

  private record StepForm(String behaviour,
      String error,
      Integer retryAfterSeconds,
      Integer httpStatus,
      Long answerDelayMs,
      Long receiptDelayMs,
      Integer receiptCopies,
      Long pauseMs,
      Integer bytes,
      List<ReceiptForm> receipts,
      Boolean reachesPhone,
      Boolean revocable,
      Integer times,
      String on) {}

  private record ReceiptForm(String status, Long afterMs, Boolean early, Integer copies, String flaw) {}

  private ScriptJson() {}

  /** @throws IllegalArgumentException if the text is no script, with a message for its author */
  public static Script read(byte[] json) {
    ScriptForm form;
    try {
      form = JSON.readValue(json, ScriptForm.class);
    } catch (IOException e) {
      throw new IllegalArgumentException("not a script: " + e.getMessage(), e);
    }
    if (form == null || form.steps() == null) throw new IllegalArgumentException("a script has \"steps\"");
    return new Script(form.steps().stream().map(ScriptJson::step).toList());
  }

  private static Step step(StepForm form) {
    if (form == null || form.behaviour() == null) throw new IllegalArgumentException("a step has a \"behaviour\"");
    Step step = behaviour(form);
    if (form.answerDelayMs() != null) step = step.answerAfter(Duration.ofMillis(form.answerDelayMs()));
    if (form.receipts() != null) {
      step = step.withReceipts(form.receipts().stream().map(ScriptJson::receipt).toArray(Receipt[]::new));
    }
    if (form.receiptCopies() != null) {
      int copies = form.receiptCopies();
      step = step.withReceipts(step.receipts().stream().map(receipt -> receipt.times(copies)).toArray(Receipt[]::new));
    }
    if (form.reachesPhone() != null) step = step.reachesPhone(form.reachesPhone());
    if (form.revocable() != null) step = step.revocable(form.revocable());
    if (form.times() != null) step = step.times(form.times());
    return form.on() == null ? step : step.on(form.on());
  }

  private static Step behaviour(StepForm form) {
    Duration receiptDelay = millis(form.receiptDelayMs(), Step.RECEIPT_DELAY);
    int retryAfterSeconds = orElse(form.retryAfterSeconds(), RETRY_AFTER_SECONDS);
    return switch (form.behaviour()) {
      case "deliver" -> Step.deliver(receiptDelay);
      case "read" -> Step.read(receiptDelay);
      case "noReceipt" -> Step.noReceipt();
      case "undelivered" -> Step.fail(Receipt.Status.UNDELIVERED, receiptDelay);
      case "expired" -> Step.fail(Receipt.Status.EXPIRED, receiptDelay);
      case "lateReceipt" -> Step.deliver(millis(form.receiptDelayMs(), LATE));
      case "doubleReceipt" -> Step.deliver().withReceipts(delivered(receiptDelay).times(2));
      case "earlyReceipt" -> Step.deliver().answerAfter(EARLY_ANSWER)
          .withReceipts(delivered(millis(form.receiptDelayMs(), Duration.ZERO)).early());
      case "forgedReceipt" -> flawed(Receipt.Flaw.WRONG_SIGNATURE, receiptDelay);
      case "replayedReceipt" -> flawed(Receipt.Flaw.OLD_TIMESTAMP, receiptDelay);
      case "unknownReceipt" -> flawed(Receipt.Flaw.UNKNOWN_ID, receiptDelay);
      case "refuse" -> Step.refuse(orElse(form.error(), ERROR));
      case "throttle" -> Step.throttle(retryAfterSeconds);
      case "serverError" -> Step.serverError(orElse(form.httpStatus(), HTTP_STATUS))
          .answering(
              new Answer.ServerError(orElse(form.httpStatus(), HTTP_STATUS), orElse(form.retryAfterSeconds(), 0)));
      case "silent" -> Step.silent();
      case "close" -> Step.close();
      case "garbage" -> Step.garbage();
      case "broken" -> Step.broken();
      case "huge" -> Step.huge().answering(new Answer.Huge(orElse(form.bytes(), Step.HUGE_BYTES)));
      case "slow" -> Step.deliver(receiptDelay).answerAfter(SLOW);
      case "drip" -> Step.drip(millis(form.pauseMs(), DRIP_PAUSE));
      default -> throw new IllegalArgumentException("unknown behaviour: " + form.behaviour());
    };
  }

  private static Step flawed(Receipt.Flaw flaw, Duration delay) {
    return Step.noReceipt().withReceipts(delivered(delay).with(flaw));
  }

  private static Receipt delivered(Duration delay) {
    return Receipt.of(Receipt.Status.DELIVERED, delay);
  }

  private static Receipt receipt(ReceiptForm form) {
    if (form.status() == null) throw new IllegalArgumentException("a receipt has a \"status\"");
    Receipt receipt = Receipt.of(word(Receipt.Status.class, form.status()),
        millis(form.afterMs(), Step.RECEIPT_DELAY)).times(orElse(form.copies(), 1));
    if (form.flaw() != null) receipt = receipt.with(word(Receipt.Flaw.class, form.flaw()));
    return Boolean.TRUE.equals(form.early()) ? receipt.early() : receipt;
  }

  private static <E extends Enum<E>> E word(Class<E> words, String word) {
    return Enum.valueOf(words, word.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT));
  }

  private static Duration millis(Long value, Duration otherwise) {
    return value == null ? otherwise : Duration.ofMillis(value);
  }

  private static <T> T orElse(T value, T otherwise) {
    return value == null ? otherwise : value;
  }
}
