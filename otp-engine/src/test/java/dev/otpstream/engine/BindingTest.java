package dev.otpstream.engine;

import static dev.otpstream.engine.Scenario.RIGHT_CODE;
import static dev.otpstream.engine.Scenario.WRONG_CODE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.engine.core.Limits;
import dev.otpstream.schemas.OtpCommand;
import dev.otpstream.schemas.OurCode;
import dev.otpstream.schemas.Verify;
import dev.otpstream.schemas.VerifyAnswer;
import dev.otpstream.schemas.VerifyOutcome;
import dev.otpstream.schemas.sealing.Contexts;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A code is good for the request it was made for, in its time, and for nothing else. */
class BindingTest {
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
  private static final int STRANGERS = 1_000;

  @Test void aCodeOfTenMinutesPassesASecondBeforeAndFailsASecondAfter() {
    try (var story = Scenario.begins()) {
      story.sends(story.calls.code("sms").setLifetimeMs(TEN_MINUTES.toMillis())).thenDispatches(1, "sms");
      story.passes(TEN_MINUTES.minusSeconds(1)).attempts(RIGHT_CODE).then(VerifyOutcome.VERIFIED);
    }
    try (var story = Scenario.begins()) {
      story.sends(story.calls.code("sms").setLifetimeMs(TEN_MINUTES.toMillis())).thenDispatches(1, "sms");
      story.passes(TEN_MINUTES.plusSeconds(1)).attempts(RIGHT_CODE);
      assertThat(((VerifyAnswer) story.answer()).getOutcome()).isNotEqualTo(VerifyOutcome.VERIFIED);
    }
  }

  /** One attempt is burned, on the message that was named; the code's own message does not notice. */
  @Test void theCodeOfOneMessageIsWrongForAnother() {
    try (var story = Scenario.begins(unhurried())) {
      story.sends(story.calls.code("sms").setCode(longCode())).thenDispatches(1, "sms");
      String first = story.code;
      long firstId = story.id;
      story.sends(story.calls.code("sms").setCode(longCode()).setPurpose("payment")).thenDispatches(1, "sms");
      story.asks(story.calls.guess(story.id, first)).then(VerifyOutcome.WRONG_CODE, 2);
      story.id = firstId;
      story.asks(story.calls.guess(firstId, "not" + first)).then(VerifyOutcome.WRONG_CODE, 2);
      story.asks(story.calls.guess(firstId, first)).then(VerifyOutcome.VERIFIED);
    }
  }

  @Test void theCodeOfOnePurposeIsNoneOfAnother() {
    try (var story = Scenario.issued("sms")) {
      story.thenDispatches(1, "sms");
      Verify elsewhere = Verify.newBuilder(story.calls.guess(story.code)).setPurpose("payment").build();
      story.asks(elsewhere).then(VerifyOutcome.NO_ACTIVE_CODE);
      story.attempts(WRONG_CODE).then(VerifyOutcome.WRONG_CODE, 2);
      story.attempts(RIGHT_CODE).then(VerifyOutcome.VERIFIED);
    }
  }

  /** Not even its holder can use it for another account, and nothing is burned: the owner has all attempts left. */
  @Test void anotherAccountCannotUseTheCodeBurnAnAttemptOrSeeThatItExists() {
    try (var story = Scenario.issued("sms")) {
      story.thenDispatches(1, "sms");
      story.asks(asStranger(story, story.id, story.code));
      Object existing = story.answer();
      assertThat(existing).isEqualTo(new VerifyAnswer(VerifyOutcome.UNKNOWN_MESSAGE, null, 0, 0L));
      var random = new Random(1);
      for (int i = 0; i < STRANGERS; i++) {
        story.asks(asStranger(story, random.nextLong(1, 1L << 40) * 1024, story.code));
        assertThat(story.answer()).isEqualTo(existing);
      }
      story.attempts(WRONG_CODE).then(VerifyOutcome.WRONG_CODE, 2);
      story.attempts(RIGHT_CODE).then(VerifyOutcome.VERIFIED);
    }
  }

  @Test void aNewCodeTakesTheOldOnesPlaceAtOnce() {
    try (var story = Scenario.begins(unhurried())) {
      story.sends(story.calls.code("sms").setCode(longCode())).thenDispatches(1, "sms");
      String old = story.code;
      long oldId = story.id;
      story.sends(story.calls.code("sms").setCode(longCode())).thenDispatches(1, "sms");
      story.asks(story.calls.guess(oldId, old)).then(VerifyOutcome.ENDED);
      story.attempts(old).then(VerifyOutcome.WRONG_CODE, 2);
      story.attempts(RIGHT_CODE).then(VerifyOutcome.VERIFIED);
      story.attempts(RIGHT_CODE);
      assertThat(((VerifyAnswer) story.answer()).getOutcome()).isEqualTo(VerifyOutcome.ALREADY_VERIFIED);
    }
  }

  /** Taken as it is: digits of other scripts, blanks around it and longer texts are other guesses. */
  @Test void onlyTheVeryCharactersOfTheCodeAreTheCode() {
    try (var story = Scenario.begins()) {
      var code = OurCode.newBuilder().setLength(6).setAttemptsAllowed(10).build();
      story.sends(story.calls.code("sms").setCode(code)).thenDispatches(1, "sms");
      var fullWidth = new StringBuilder();
      story.code.chars().forEach(digit -> fullWidth.append((char) (digit - '0' + '０')));
      for (String guess : List.of(fullWidth.toString(), " " + story.code, story.code + " ", story.code + "\u0000",
          story.code + story.code, "+" + story.code, story.code + ".0", "0x" + story.code))
        story.asks(story.calls.guess(guess)).then(VerifyOutcome.WRONG_CODE);
      story.attempts(RIGHT_CODE).then(VerifyOutcome.VERIFIED);
    }
  }

  private static OtpCommand asStranger(Scenario story, long messageId, String guess) {
    ByteBuffer sealed = story.calls.sealed(guess, Contexts.guess("a2"));
    Verify verify = Verify.newBuilder().setMessageId(messageId).setPurpose("login").setGuess(sealed).build();
    return OtpCommand.newBuilder(story.calls.command(verify)).setAccountId("a2").build();
  }

  /** So long that two of them are never the same. */
  private static OurCode longCode() {
    return OurCode.newBuilder().setLength(10).setAttemptsAllowed(3).build();
  }

  private static Limits unhurried() {
    return new Limits(List.of(), Duration.ofHours(1), 20, 100, Duration.ofDays(1));
  }
}
