package dev.otpstream.chaos.promises;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.chaos.evidence.Evidence;
import dev.otpstream.chaos.promises.ModelEngine.Flaw;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The checker is tested itself: a healthy engine passes, and each way of building one wrong is caught by name. */
class PromiseTest {
  /** Which promise a flaw breaks first of all. */
  private static final Map<Flaw, Class<? extends Promise>> CAUGHT_BY = Map.ofEntries(
      Map.entry(Flaw.CHECK_THEN_DELETE, OneCodeOneSuccess.class),
      Map.entry(Flaw.FORGETS_ANSWERS, OneCodeOneSuccess.class),
      Map.entry(Flaw.COMPARE_THEN_COUNT, AttemptsWithinTheLimit.class),
      Map.entry(Flaw.COMPARES_A_PREFIX, OnlyTheRightCode.class),
      Map.entry(Flaw.AT_LEAST_ONCE, EverySendHasOneCause.class),
      Map.entry(Flaw.NO_DEDUPLICATION, EverySendHasOneCause.class),
      Map.entry(Flaw.ANSWERS_BEFORE_COMMIT, EveryAnswerIsInTheLog.class),
      Map.entry(Flaw.TIMERS_IN_MEMORY, EveryMessageEnds.class),
      Map.entry(Flaw.FALLS_BACK_AFTER_THE_END, NothingSentAfterTheEnd.class),
      Map.entry(Flaw.VERIFIES_CANCELLED, NothingSentAfterTheEnd.class),
      Map.entry(Flaw.SEQUENCE_IN_MEMORY, SequenceIsGapless.class),
      Map.entry(Flaw.RECEIPT_REOPENS, EndsAbsorb.class),
      Map.entry(Flaw.DROPS_HOOKS, HooksDeliveredOrListed.class),
      Map.entry(Flaw.HOOKS_OUT_OF_ORDER, HooksDeliveredOrListed.class),
      Map.entry(Flaw.WORKER_FORGETS, EverySendHasOneCause.class),
      Map.entry(Flaw.LOGS_THE_CODE, NothingInClear.class),
      Map.entry(Flaw.LOGS_THE_NUMBER, NothingInClear.class),
      Map.entry(Flaw.DROPS_POISON, PoisonIsBuried.class),
      Map.entry(Flaw.STORE_WITHOUT_CHANGELOG, RebuiltStateEqualsLive.class));

  @TempDir
  private Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3}) void aHealthyEngineKeepsEveryPromise(long seed) {
    Evidence evidence = ModelEngine.evidence(Flaw.NONE, seed, folder);
    assertThat(Promise.ALL).allSatisfy(promise -> {
      Verdict verdict = promise.judge(evidence);
      assertThat(verdict.first()).isEmpty();
      assertThat(verdict.kept()).isTrue();
    });
  }

  static Stream<Flaw> flaws() {
    return Arrays.stream(Flaw.values()).filter(flaw -> flaw != Flaw.NONE);
  }

  @ParameterizedTest
  @MethodSource("flaws") void aBrokenEngineIsCaught(Flaw flaw) {
    Evidence evidence = ModelEngine.evidence(flaw, 1, folder);
    assertThat(Promise.ALL).filteredOn(promise -> CAUGHT_BY.get(flaw).isInstance(promise)).hasSize(1)
        .allSatisfy(promise -> assertThat(promise.judge(evidence).broken()).isPositive());
  }

  @Test void everyPromiseCatchesSomething() {
    assertThat(Promise.ALL).extracting(Promise::getClass).map(type -> (Object) type)
        .hasSameElementsAs(Set.copyOf(CAUGHT_BY.values()));
    assertThat(Promise.class.getPermittedSubclasses()).hasSameSizeAs(Promise.ALL);
  }

  @Test void whatWasNeverTestedIsNotKept() {
    var nothing = new Evidence(List.of(), Map.of(), List.of(), List.of(), Set.of(), List.of(), Set.of(), List.of(),
        Set.of(), Set.of(), List.of(), 0, 0, List.of());
    assertThat(Promise.ALL).noneMatch(promise -> promise.judge(nothing).kept());
  }
}
