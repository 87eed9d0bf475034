package dev.otpstream.engine.core.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RequestTest {
  private static final Instant END = Instant.parse("2026-03-01T12:15:00Z");
  private static final Instant IN_TIME = END.minusMillis(1);
  private static final List<Word> WORDS = List.of(Word.STARTED, Word.CONSENTED, Word.CANCELLED);
  private static final Request FRESH = Request.fresh(Set.of("telegram", "max"), END);

  @Test void whoOpensTheLinkIsLookedAtAndDecidesNothing() {
    assertThat(FRESH.hear(Word.STARTED, "ann", "telegram", IN_TIME)).isEqualTo(new Outcome.Arrive(FRESH, false));
  }

  @Test void theFirstWhoAgreesOwnsTheRequest() {
    Request claimed = claimed("ann");

    assertThat(claimed.hear(Word.CONSENTED, "bob", "telegram", IN_TIME)).isEqualTo(new Outcome.Say(Notice.TAKEN));
    assertThat(claimed.hear(Word.STARTED, "bob", "max", IN_TIME)).isEqualTo(new Outcome.Say(Notice.TAKEN));
    assertThat(claimed.hear(Word.CANCELLED, "bob", "max", IN_TIME)).isEqualTo(new Outcome.Say(Notice.TAKEN));
  }

  @Test void aSecondTapBringsNoSecondCode() {
    for (Word word : Word.values()) {
      assertThat(claimed("ann").hear(word, "ann", "telegram", IN_TIME)).isEqualTo(new Outcome.Nothing());
      assertThat(claimed("ann").told(true).hear(word, "ann", "telegram", IN_TIME)).isEqualTo(new Outcome.Nothing());
    }
  }

  @Test void whoDeclinesEndsIt() {
    var declined = (Outcome.Decline) FRESH.hear(Word.CANCELLED, "ann", "max", IN_TIME);

    assertThat(declined.notice()).isEqualTo(Notice.CANCELLED);
    assertThat(declined.after().standing(IN_TIME)).isEqualTo(Standing.CANCELLED);
    assertThat(declined.after().hear(Word.CONSENTED, "ann", "max", IN_TIME)).isEqualTo(new Outcome.Say(Notice.OVER));
  }

  @Test void theLinkEndsAtItsVeryInstant() {
    assertThat(FRESH.standing(IN_TIME)).isEqualTo(Standing.PENDING);
    assertThat(FRESH.standing(END)).isEqualTo(Standing.EXPIRED);
    for (Word word : Word.values())
      assertThat(FRESH.hear(word, "ann", "telegram", END)).isEqualTo(new Outcome.Say(Notice.OVER));
  }

  @Test void aClaimInTimeIsNeverExpired() {
    Request claimed = claimed("ann");
    assertThat(claimed.standing(END.plusSeconds(60))).isEqualTo(Standing.PENDING);
    assertThat(claimed.told(true).standing(END.plusSeconds(60))).isEqualTo(Standing.SENT);
    assertThat(claimed.told(false).standing(IN_TIME)).isEqualTo(Standing.EXPIRED);
  }

  @Test void aMessengerThatWasNotOfferedCannotAnswer() {
    var telegramOnly = Request.fresh(Set.of("telegram"), END);
    assertThat(telegramOnly.hear(Word.CONSENTED, "ann", "max", IN_TIME)).isEqualTo(new Outcome.Say(Notice.OVER));
  }

  @Test void whateverIsSaidAFinalStandingStaysAndAtMostOneClaimIsMade() {
    for (int seed = 1; seed <= 2_000; seed++) {
      var random = new SplittableRandom(seed);
      Request request = FRESH;
      Instant now = END.minusSeconds(10);
      List<Standing> seen = new ArrayList<>();
      int claims = 0;
      for (int step = 0; step < 12; step++) {
        now = now.plusMillis(random.nextInt(3_000));
        if (random.nextInt(4) == 0) {
          request = request.told(random.nextBoolean());
        } else {
          Word word = WORDS.get(random.nextInt(WORDS.size()));
          String user = random.nextBoolean() ? "ann" : "bob";
          switch (request.hear(word, user, random.nextBoolean() ? "telegram" : "max", now)) {
            case Outcome.Arrive(Request after, boolean consented) -> {
              request = after;
              if (consented) claims++;
            }
            case Outcome.Decline(Request after, Notice _) -> request = after;
            case Outcome.Say _,Outcome.Nothing _ -> {
              /* nothing changed */ }
          }
        }
        seen.add(request.standing(now));
      }
      assertThat(claims).as("seed %d", seed).isLessThanOrEqualTo(1);
      assertThat(seen.stream().filter(standing -> standing != Standing.PENDING).distinct().count())
          .as("seed %d: %s", seed, seen).isLessThanOrEqualTo(1);
      int firstEnd = seen.stream().filter(s -> s != Standing.PENDING).findFirst().map(seen::indexOf).orElse(12);
      assertThat(seen.subList(firstEnd, 12)).as("seed %d", seed).doesNotContain(Standing.PENDING);
    }
  }

  private static Request claimed(String user) {
    return ((Outcome.Arrive) FRESH.hear(Word.CONSENTED, user, "telegram", IN_TIME)).after();
  }
}
