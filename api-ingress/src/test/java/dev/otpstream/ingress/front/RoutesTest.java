package dev.otpstream.ingress.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpstream.ingress.json.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
  private static final Pattern SID = Pattern.compile("[A-Z0-9]{6,34}");
  private static final Routes ROUTES = new Routes(List.of(
      new Fake(post("varying", "/v1/{sid}/verify").where("sid", SID), get("any", "/v1/things/{id}"),
          get("other", "/v1/{sid}/{what}").where("sid", SID)),
      new Fake(post("literal", "/v1/SEND42/verify"), post("root", "/"))));

  @Test void aLiteralPathGoesBeforeAVaryingOneWhoeverCameFirst() {
    assertThat(found("POST", "/v1/SEND42/verify")).isEqualTo("literal {}");
    assertThat(found("POST", "/v1/SEND43/verify")).isEqualTo("varying {sid=SEND43}");
  }

  @ParameterizedTest
  @CsvSource({"/v1/send42/verify", "/v1/SEND/verify", "/v1//verify", "/v1/SEND43/verify/x", "/v1/SEND43", "/v2/x",
    "''"}) void aPathThatNoOperationHasIsUnknown(
        String path) {
    assertThat(found("POST", path)).isEqualTo("UNKNOWN_PATH");
  }

  @ParameterizedTest
  @CsvSource({"DELETE,/v1/things/1", "PUT,/v1/SEND43/verify", "GET,/"}) void aKnownPathWithAnotherMethodIsSaidSo(
      String method, String path) {
    assertThat(found(method, path)).isEqualTo("WRONG_METHOD");
  }

  @Test void anotherMethodOfALiteralPathMayBelongToAVaryingOne() {
    assertThat(found("GET", "/v1/SEND42/verify")).isEqualTo("other {sid=SEND42, what=verify}");
  }

  @Test void whatVariesIsPercentDecodedAfterThePathIsTakenApart() {
    assertThat(found("GET", "/v1/things/a%2Fb+c%20%C3%BC")).isEqualTo("any {id=a/b+c ü}");
    assertThat(found("GET", "/v1/things/%C3")).isEqualTo("UNKNOWN_PATH");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/things/1", "/v1/things/1/"}) void aSlashAtTheEndDoesNotCount(String path) {
    assertThat(found("GET", path)).isEqualTo("any {id=1}");
  }

  @Test void twoOperationsCannotClaimTheSame() {
    var twice = new Fake(get("one", "/v1/x"), get("two", "/v1/x"));
    assertThatThrownBy(() -> new Routes(List.of(twice))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("GET /v1/x is taken");
  }

  private static String found(String method, String path) {
    return switch (ROUTES.find(method, path)) {
      case Routes.Found.Hit hit -> hit.operation().name() + " " + new java.util.TreeMap<>(hit.parameters());
      case Routes.Found.Miss(Fault fault) -> fault.name();
    };
  }

  private static Operation get(String name, String path) {
    return Operation.get(name, path, _ -> CompletableFuture.completedFuture(Answer.ok(new Json.Obj(Map.of()))));
  }

  private static Operation post(String name, String path) {
    return Operation.post(name, path, _ -> CompletableFuture.completedFuture(Answer.ok(new Json.Obj(Map.of()))));
  }

  private record Fake(List<Operation> operations) implements Dialect {
    Fake(Operation... operations) {
      this(List.of(operations));
    }

    @Override public String name() {
      return "fake";
    }

    @Override public boolean speaksFor(String path) {
      return false;
    }

    @Override public Answer fault(Fault fault) {
      return Answer.of(400, Json.nothing());
    }
  }
}
