package dev.otpstream.ingress.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Call;
import dev.otpstream.ingress.front.OperatorToken;
import dev.otpstream.kit.Secret;
import dev.otpstream.kit.redrive.Choice;
import dev.otpstream.kit.redrive.Fate;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterDialectTest {
  private final List<Choice> choices = new ArrayList<>();

  @Test void singleLettersArePutBack() {
    Answer answer = asked("{\"letters\":[3,5]}", Map.of(Fate.REDRIVEN, 1, Fate.CUT, 1));

    assertThat(choices).containsExactly(Choice.of(Set.of(3L, 5L)));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().text()).isEqualTo("{\"redriven\":1,\"cut\":1}");
  }

  @Test void allLettersArePutBackOnlyWhenThatIsSaid() {
    asked("{\"letters\":\"all\"}", Map.of());

    assertThat(choices).containsExactly(Choice.ALL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"letters\":[]}", "{\"letters\":\"some\"}", "{\"letters\":[\"3\"]}",
    "{\"letters\":[1.5]}", "{\"letters\":{}}", "[]"}) void whatMakesNoSenseTouchesNothing(String body) {
    assertThat(asked(body, Map.of()).status()).isEqualTo(400);
    assertThat(choices).isEmpty();
  }

  @Test void aRunThatBrokeOffSaysSo() {
    var dialect = new DeadLetterDialect(new OperatorToken(new Secret("token")), _ -> {
      throw new IllegalStateException("another redrive has taken over");
    });

    Answer answer = answer(dialect, "token", "{\"letters\":\"all\"}");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers()).containsKey("Retry-After");
    assertThat(answer(dialect, "token", "{\"letters\":\"all\"}").body().text()).as("the next may run")
        .contains("Not surely done");
  }

  @Test void onlyOperatorsMay() {
    var dialect = new DeadLetterDialect(new OperatorToken(new Secret("token")), choice -> {
      choices.add(choice);
      return Map.of();
    });

    assertThat(answer(dialect, "another", "{\"letters\":\"all\"}").status()).isEqualTo(401);
    assertThat(choices).isEmpty();
  }

  private Answer asked(String body, Map<Fate, Integer> fates) {
    return answer(new DeadLetterDialect(new OperatorToken(new Secret("token")), choice -> {
      choices.add(choice);
      return fates;
    }), "token", body);
  }

  private static Answer answer(DeadLetterDialect dialect, String token, String body) {
    return dialect.operations().getFirst().answers()
        .apply(new Call(Map.of(Call.AUTHORIZATION, "Bearer " + token), Map.of(),
            body.getBytes(StandardCharsets.UTF_8)))
        .join();
  }
}
