package dev.otpstream.chaos.faults;

import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.stage.Receipt;
import dev.otpstream.simulators.stage.Receipt.Flaw;
import dev.otpstream.simulators.stage.Receipt.Status;
import dev.otpstream.simulators.stage.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What goes wrong at providers, for all their phones. */
final class Providers {
  static final List<String> ALL = List.of(Simulators.TELEGRAM_GATEWAY, Simulators.SMPP);
  static final String AWAY = "away";
  private static final Duration SOON = Step.RECEIPT_DELAY;
  private static final Duration SLOW = Duration.ofSeconds(6);
  private static final Duration LATE = Duration.ofSeconds(40);

  /** By what people would call it. */
  private static final Map<String, Step> MOODS = Map.ofEntries(
      Map.entry("slow", Step.deliver().answerAfter(SLOW)),
      Map.entry("asks to slow down", Step.throttle(1)),
      Map.entry("fails", Step.serverError(500)),
      Map.entry("hangs up", Step.close()),
      Map.entry("is silent", Step.silent()),
      Map.entry("answers garbage", Step.garbage()),
      Map.entry("doubles receipts", Step.deliver().withReceipts(delivered(SOON).times(5))),
      Map.entry("sends receipts early", Step.deliver().withReceipts(delivered(SOON).early())),
      Map.entry("sends receipts late", Step.deliver().withReceipts(delivered(LATE))),
      Map.entry("sends failed, then delivered", Step.deliver().withReceipts(
          Receipt.of(Status.UNDELIVERED, SOON), delivered(SOON.multipliedBy(20)))),
      Map.entry("sends delivered, then failed", Step.deliver().withReceipts(delivered(SOON),
          Receipt.of(Status.UNDELIVERED, SOON.multipliedBy(20)))),
      Map.entry("receipts are forged", Step.deliver().withReceipts(delivered(SOON).with(Flaw.WRONG_SIGNATURE))),
      Map.entry("receipts are replayed", Step.deliver().withReceipts(delivered(SOON).with(Flaw.OLD_TIMESTAMP))),
      Map.entry("receipts name nobody", Step.deliver().withReceipts(delivered(SOON).with(Flaw.UNKNOWN_ID),
          delivered(SOON))));

  private Providers() {}

  /** All moods, in one order for all seeds. */
  static List<String> moods() {
    return Stream.concat(Stream.of(AWAY), MOODS.keySet().stream().sorted()).toList();
  }

  static void be(Simulators simulators, String provider, String mood) {
    if (mood.equals(AWAY)) simulators.down(provider);
    else
      simulators.scriptDefault(provider, MOODS.get(mood));
  }

  static void well(Simulators simulators, String provider) {
    simulators.up(provider);
    simulators.scriptDefault(provider, Step.deliver());
  }

  private static Receipt delivered(Duration delay) {
    return Receipt.of(Status.DELIVERED, delay);
  }
}
