package dev.otpstream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.schemas.DeliveryOutcome;
import dev.otpstream.schemas.DeliveryResult;
import dev.otpstream.schemas.MessageIds;
import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.Query;
import dev.otpstream.schemas.Reference;
import dev.otpstream.schemas.StatusAnswer;
import dev.otpstream.schemas.StatusType;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.UnknownMessage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Messages that are known by a name: a caller's, or a provider's. */
class ReferencesTest {
  private static final String PROVIDERS_NAME = "telegram/provider/77";
  private static final long ELSEWHERE = MessageIds.of(9, 5);

  @Test void aCallersNameFindsTheMessage() {
    try (var story = Scenario.begins()) {
      story.sends(story.calls.code("sms").setReference("a1/order-7").setCallerReference("\"order-7\""));
      story.engine.command("a1/order-7", story.calls.command(Calls.query("a1/order-7")));
      assertThat(story.engine.reply().getBody()).isInstanceOfSatisfying(StatusAnswer.class, standing -> {
        assertThat(standing.getMessageId()).isEqualTo(story.id);
        assertThat(standing.getCallerReference()).isEqualTo("\"order-7\"");
      });
    }
  }

  @Test void aNameThatIsGivenAgainMeansTheNewest() {
    try (var story = Scenario.begins()) {
      story.sends(story.calls.code("sms").setReference("name"));
      story.sends(story.calls.code("sms").setReference("name"));
      story.engine.command("name", story.calls.command(Calls.query("name")));
      assertThat(((StatusAnswer) story.engine.reply().getBody()).getMessageId()).isEqualTo(story.id);
    }
  }

  @Test void aNameNobodyGaveIsUnknown() {
    try (var story = Scenario.begins()) {
      story.engine.command("name", story.calls.command(Calls.query("name")));
      assertThat(story.engine.reply().getBody()).isEqualTo(new UnknownMessage());
    }
  }

  @Test void aQuestionForAMessageElsewhereIsSentOn() {
    try (var story = Scenario.begins()) {
      story.engine.reference("name", new Reference(ELSEWHERE, 0, Calls.ACCOUNT));
      var question = story.calls.command(Calls.query("name"));
      story.engine.records(Topics.COMMANDS.name());

      story.engine.command("name", question);

      assertThat(story.engine.records(Topics.COMMANDS.name())).singleElement().satisfies(record -> {
        assertThat(record.key()).isEqualTo(Long.toString(ELSEWHERE));
        try (var reader = story.engine.serdes.deserializer(Topics.COMMANDS)) {
          var sentOn = reader.deserialize(Topics.COMMANDS.name(), record.value());
          assertThat(sentOn.getCommandId()).isEqualTo(question.getCommandId());
          assertThat(sentOn.getReplyPartition()).isEqualTo(Calls.REPLY_PARTITION);
          assertThat(sentOn.getBody()).isEqualTo(new Query(ELSEWHERE, null, false, false));
        }
      });
    }
  }

  @Test void aReceiptByNameFindsItsDispatch() {
    try (var story = Scenario.issued("telegram", "sms")) {
      story.sent(1, PROVIDERS_NAME).receipt(PROVIDERS_NAME, DeliveryOutcome.DELIVERED)
          .thenStandsAt(MessageState.DELIVERED);
    }
  }

  @Test void aReceiptThatComesBeforeItsNameWaitsForIt() {
    try (var story = Scenario.issued("telegram", "sms")) {
      story.receipt(PROVIDERS_NAME, DeliveryOutcome.DELIVERED).thenStandsAt(MessageState.DISPATCHED);
      assertThat(story.engine.size('u')).isEqualTo(1);

      story.sent(1, PROVIDERS_NAME).thenStandsAt(MessageState.DELIVERED);
      assertThat(story.engine.size('u')).isZero();
    }
  }

  @Test void severalReceiptsWaitInTheirOrder() {
    try (var story = Scenario.issued("telegram", "sms")) {
      story.receipt(PROVIDERS_NAME, DeliveryOutcome.DELIVERED).receipt(PROVIDERS_NAME, DeliveryOutcome.DELIVERED)
          .receipt(PROVIDERS_NAME, DeliveryOutcome.READ).sent(1, PROVIDERS_NAME).thenTells(StatusType.ACCEPTED,
              StatusType.DISPATCHED, StatusType.SENT, StatusType.DELIVERED, StatusType.READ);
    }
  }

  @Test void aReceiptMeansTheDispatchThatGotTheName() {
    try (var story = Scenario.issued("telegram", "max", "sms")) {
      story.sent(1, PROVIDERS_NAME).passes(Duration.ofSeconds(31)).receipt(PROVIDERS_NAME, DeliveryOutcome.UNDELIVERED)
          .thenTells(StatusType.ACCEPTED, StatusType.DISPATCHED, StatusType.SENT, StatusType.FALLBACK,
              StatusType.DISPATCHED, StatusType.FAILED);
    }
  }

  @Test void eachPartOfATextHasItsName() {
    try (var story = Scenario.issued("sms")) {
      story.sent(1, "sms/provider/1", "sms/provider/2").receipt("sms/provider/2", DeliveryOutcome.DELIVERED)
          .thenStandsAt(MessageState.DELIVERED);
    }
  }

  @Test void aReceiptForAMessageElsewhereIsSentOn() {
    try (var story = Scenario.begins()) {
      story.engine.reference(PROVIDERS_NAME, new Reference(ELSEWHERE, 2, Calls.ACCOUNT));
      story.receipt(PROVIDERS_NAME, DeliveryOutcome.DELIVERED);
      assertSentOn(story);
    }
  }

  @Test void soIsOneThatWaitedForItsName() {
    try (var story = Scenario.begins()) {
      story.receipt(PROVIDERS_NAME, DeliveryOutcome.DELIVERED);
      story.engine.reference(PROVIDERS_NAME, new Reference(ELSEWHERE, 2, Calls.ACCOUNT));
      assertSentOn(story);
    }
  }

  @Test void receiptsThatNobodyClaimsAreBoundedAndForgotten() {
    try (var story = Scenario.issued("telegram")) {
      for (int i = 0; i < 20; i++)
        story.receipt(PROVIDERS_NAME, DeliveryOutcome.DELIVERED);
      assertThat(story.engine.size('u')).isEqualTo(1);

      story.passes(Duration.ofHours(23)).receipt(PROVIDERS_NAME, DeliveryOutcome.READ).passes(Duration.ofHours(1));
      assertThat(story.engine.size('u')).as("a day after the first one").isZero();
      assertThat(story.engine.deadLetters()).isEmpty();
    }
  }

  @Test void receiptsThatCameAgainAfterTheNameWaitAWholeDay() {
    try (var story = Scenario.issued("telegram")) {
      story.receipt("other", DeliveryOutcome.DELIVERED);
      story.engine.reference("other", new Reference(story.id, 1, Calls.ACCOUNT));
      story.passes(Duration.ofDays(3)).receipt("other", DeliveryOutcome.READ);
      assertThat(story.engine.size('u')).as("the name was forgotten").isEqualTo(1);
      story.passes(Duration.ofHours(23));
      assertThat(story.engine.size('u')).isEqualTo(1);
    }
  }

  @Test void aNameThatWasGivenAnewIsKeptAnew() {
    try (var story = Scenario.begins()) {
      story.engine.reference("name", new Reference(ELSEWHERE, 0, Calls.ACCOUNT));
      story.passes(Duration.ofDays(2));
      story.engine.reference("name", new Reference(ELSEWHERE, 0, Calls.ACCOUNT));
      story.passes(Duration.ofDays(2));
      assertThat(story.engine.size('n')).as("the first timer leaves it alone").isEqualTo(1);
      story.passes(Duration.ofDays(1));
      assertThat(story.engine.size('n')).isZero();
    }
  }

  @Test void aWordOnlyANewerEngineKnowsIsIgnored() {
    try (var story = Scenario.issued("telegram")) {
      story.reports(1, DeliveryOutcome.OTHER).thenStandsAt(MessageState.DISPATCHED);
      assertThat(story.engine.deadLetters()).isEmpty();
    }
  }

  private static void assertSentOn(Scenario story) {
    assertThat(story.engine.records(Topics.DELIVERY_RESULTS.name())).singleElement().satisfies(record -> {
      assertThat(record.key()).isEqualTo(Long.toString(ELSEWHERE));
      try (var reader = story.engine.serdes.deserializer(Topics.DELIVERY_RESULTS)) {
        DeliveryResult sentOn = reader.deserialize(Topics.DELIVERY_RESULTS.name(), record.value());
        assertThat(sentOn.getMessageId()).isEqualTo(ELSEWHERE);
        assertThat(sentOn.getDispatch()).isEqualTo(2);
        assertThat(sentOn.getOutcome()).isEqualTo(DeliveryOutcome.DELIVERED);
      }
    });
  }
}
