package dev.otpstream.ingress.subscribers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.ingress.engine.EngineAway;
import dev.otpstream.ingress.engine.ErasureReply;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Call;
import dev.otpstream.ingress.front.OperatorToken;
import dev.otpstream.kit.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriberDialectTest {
  private static final String SUBSCRIBER = "0f3d2c1b-5a4e-8f6d-9c7b-1a2b3c4d5e6f";
  private final List<String> asked = new ArrayList<>();
  private Optional<String> owner = Optional.of("acc_1");
  private ErasureReply reply = new ErasureReply.Erased(true);
  private final SubscriberDialect dialect = new SubscriberDialect(new OperatorToken(new Secret("token")),
      (account, subscriber) -> {
        asked.add(account + "/" + subscriber);
        return CompletableFuture.completedFuture(reply);
      }, _ -> owner);

  @Test void theEngineErasesAndSaysWhetherItKnew() {
    Answer answer = erase("token", SUBSCRIBER);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(text(answer)).isEqualTo("{\"known\":true}");
    assertThat(asked).containsExactly("acc_1/" + SUBSCRIBER);
    reply = new ErasureReply.Erased(false);
    assertThat(text(erase("token", SUBSCRIBER))).isEqualTo("{\"known\":false}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "4711", "0F3D2C1B-5A4E-8F6D-9C7B-1A2B3C4D5E6F", "1-1-1-1-1",
    SUBSCRIBER + "0"}) void whatIsNoIdErasesNobody(String id) {
    assertThat(erase("token", id).status()).isEqualTo(400);
    assertThat(asked).isEmpty();
  }

  @Test void anotherAccountsSubscriberStays() {
    owner = Optional.of("acc_2");
    assertThat(erase("token", SUBSCRIBER).status()).isEqualTo(404);
    assertThat(asked).isEmpty();
  }

  @Test void whoIsUnknownHereMayBeKnownToTheTopics() {
    owner = Optional.empty();
    assertThat(erase("token", SUBSCRIBER).status()).isEqualTo(200);
    assertThat(asked).containsExactly("acc_1/" + SUBSCRIBER);
  }

  @Test void onlyOperatorsMayAskForIt() {
    assertThat(erase("tokem", SUBSCRIBER).status()).isEqualTo(401);
    assertThat(asked).isEmpty();
  }

  @Test void withoutTheEngineItIsToBeTriedAgain() {
    reply = new EngineAway();
    Answer answer = erase("token", SUBSCRIBER);

    assertThat(answer.status()).isEqualTo(503);
    assertThat(text(answer)).contains("platform_busy").contains("\"retryable\":true");
  }

  private static String text(Answer answer) {
    return answer.body().text();
  }

  private Answer erase(String token, String subscriber) {
    var call = new Call(Map.of(Call.AUTHORIZATION, "Bearer " + token), Map.of("id", "acc_1", "subscriber", subscriber),
        "", new byte[0]);
    return dialect.operations().getFirst().answers().apply(call).join();
  }
}
