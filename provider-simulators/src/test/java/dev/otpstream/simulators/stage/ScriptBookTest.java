package dev.otpstream.simulators.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ScriptBookTest {
  private static final Operation SEND = new Operation("send", Operation.Role.SENDS);
  private static final Operation CHECK = new Operation("check", Operation.Role.PREPARES);
  private static final Operation STATUS = new Operation("status", Operation.Role.OTHER);
  private static final Step REFUSE = Step.refuse("NO");
  private static final Step SILENT = Step.silent();

  private final ScriptBook book = new Scripts().of("any");

  @Test void withoutAScriptEverythingIsDelivered() {
    assertThat(book.next("1", SEND)).isEqualTo(Step.deliver());
  }

  @Test void stepsServeOneCallEachAndTheLastForEver() {
    book.set("1", Script.of(REFUSE, SILENT));

    assertThat(book.next("1", SEND)).isEqualTo(REFUSE);
    assertThat(book.next("1", SEND)).isEqualTo(SILENT);
    assertThat(book.next("1", SEND)).isEqualTo(SILENT);
  }

  @Test void aStepServesAsManyCallsAsItSaysAndTheDefaultFollows() {
    Step twice = REFUSE.times(2);
    book.set("1", Script.of(twice));
    book.setDefault(Script.of(SILENT));

    assertThat(book.next("1", SEND)).isEqualTo(twice);
    assertThat(book.next("1", SEND)).isEqualTo(twice);
    assertThat(book.next("1", SEND)).isEqualTo(SILENT);
  }

  @Test void aStepThatDoesNotApplyWaits() {
    book.set("1", Script.of(SILENT, REFUSE));

    assertThat(book.next("1", CHECK)).isEqualTo(Step.deliver());
    assertThat(book.next("1", STATUS)).isEqualTo(Step.deliver());
    assertThat(book.next("1", SEND)).isEqualTo(SILENT);
    assertThat(book.next("1", CHECK)).isEqualTo(REFUSE);
    assertThat(book.next("1", STATUS)).isEqualTo(Step.deliver());
  }

  @Test void aStepMayNameItsOperation() {
    Step onStatus = REFUSE.on("Status");
    book.set("1", Script.of(onStatus));

    assertThat(book.next("1", SEND)).isEqualTo(Step.deliver());
    assertThat(book.next("1", STATUS)).isEqualTo(onStatus);
  }

  @Test void phonesAreKnownByTheirDigits() {
    book.set("+38 (050) 1", Script.of(REFUSE));

    assertThat(book.next("380501", SEND)).isEqualTo(REFUSE);
    book.clear("38-0501");
    assertThat(book.next("380501", SEND)).isEqualTo(Step.deliver());
    assertThatThrownBy(() -> book.set("nobody", Script.of(REFUSE))).isInstanceOf(IllegalArgumentException.class);
  }
}
