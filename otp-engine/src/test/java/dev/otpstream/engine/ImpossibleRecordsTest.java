package dev.otpstream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.schemas.DeliveryOutcome;
import dev.otpstream.schemas.DeliveryResult;
import dev.otpstream.schemas.MessageIds;
import dev.otpstream.schemas.OtpCommand;
import dev.otpstream.schemas.OurCode;
import dev.otpstream.schemas.Reference;
import dev.otpstream.schemas.RouteStep;
import dev.otpstream.schemas.SendAccepted;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.Verify;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Records that can be read and say impossible things: each is buried with its reason, and life goes on. */
class ImpossibleRecordsTest extends Graveyard {
  @Test void aStringOfAMegabyte() {
    String long1 = "x".repeat(MEGABYTE - 1000);
    poison("purpose", command(calls.code("sms").setPurpose(long1)));
    poison("masked", command(calls.code("sms").setRecipientMasked(long1)));
    poison("reference", command(calls.code("sms").setReference(long1)));
    poison("caller's reference", command(calls.code("sms").setCallerReference(long1)));
    poison("recipient", command(calls.code("sms").setRecipient(ByteBuffer.allocate(MEGABYTE - 1000))));
    poison("command id", OtpCommand.newBuilder(calls.command(Calls.query(1024))).setCommandId(long1).build());
    poison("idempotency", Calls.once(calls.command(calls.code("sms").build()), long1));
    poison("beyond a megabyte", command(calls.code("sms").setPurpose("x".repeat(MEGABYTE + 1))));
  }

  @Test void aKeyOfAMegabyte() {
    engine.command("x".repeat(MEGABYTE - 1000), calls.command(calls.code("sms").build()));
    buried("key", Topics.COMMANDS.name());
    lifeGoesOn();
  }

  @Test void impossibleOrders() {
    poison("no route", command(calls.code("sms").setRoute(List.of())));
    poison("a route of 10,000", command(calls.code("sms")
        .setRoute(Collections.nCopies(10_000, calls.code("sms").build().getRoute().getFirst()))));
    poison("lifetime -1", command(calls.code("sms").setLifetimeMs(-1)));
    poison("lifetime 0", command(calls.code("sms").setLifetimeMs(0)));
    poison("lifetime for ever", command(calls.code("sms").setLifetimeMs(Long.MAX_VALUE)));
    poison("unknown channel", command(calls.code("pigeon")));
    poison("negative wait", command(calls.code("sms").setRoute(List.of(step(-1)))));
    for (OurCode code : List.of(code(3, 1, 3), code(11, 1, 3), code(Integer.MAX_VALUE, 1, 3), code(-6, 1, 3),
        code(6, 0, 3), code(6, 8, 3), code(6, -1, 3), code(6, 1, 0), code(6, 1, -1), code(6, 1, 101)))
      poison(code.toString(), command(calls.code("sms").setCode(code)));
  }

  @Test void aLongWaitIsNotImpossible() {
    engine.command(calls.routingKey(), command(calls.code("sms").setRoute(List.of(step(Long.MAX_VALUE), step(1)))));
    assertThat(engine.reply().getBody()).isInstanceOf(SendAccepted.class);
  }

  @Test void aGuessThatDoesNotOpen() {
    poison("guess", calls.command(
        Verify.newBuilder(calls.guess("482916")).setGuess(ByteBuffer.wrap(new byte[40])).build()));
    poison("another account's guess",
        OtpCommand.newBuilder(calls.command(calls.guess("482916"))).setAccountId("a2").build());
  }

  @Test void impossibleResults() {
    String topic = Topics.DELIVERY_RESULTS.name();
    for (long id : new long[]{0, -1, 7, 1L << 53, Long.MIN_VALUE, Long.MAX_VALUE, MessageIds.of(1, 5)}) {
      engine.result(Long.toString(id), Calls.result(id, 1, DeliveryOutcome.DELIVERED));
      buried("message " + id, topic);
      engine.reference("name-" + id, new Reference(id, 0, Calls.ACCOUNT));
      if (!MessageIds.isValid(id)) buried("name of message " + id, Topics.REFERENCES.name());
    }
    DeliveryResult.Builder sent = Calls.result(DeliveryOutcome.SENT).setMessageId(1024L).setDispatch(1);
    for (DeliveryResult result : List.of(sent.setReferences(Collections.nCopies(256, "x")).build(),
        sent.setReferences(List.of("x".repeat(2000))).build(),
        sent.setReferences(List.of()).setProvider("x".repeat(2000)).build(),
        sent.setProvider("x").setProviderCode("x".repeat(2000)).build())) {
      engine.result("1024", result);
      buried("result", topic);
    }
    engine.result("name",
        Calls.result(DeliveryOutcome.DELIVERED).setReferences(Collections.nCopies(100, "x".repeat(1000))).build());
    buried("a receipt of 100 kB", topic);
    lifeGoesOn();
  }

  @ParameterizedTest
  @EnumSource(DeliveryOutcome.class) void resultsOfMessagesThatAreGoneAreNoPoison(DeliveryOutcome outcome) {
    engine.result("1024", Calls.result(MessageIds.of(1, 0), Integer.MIN_VALUE, outcome));
    assertThat(engine.deadLetters()).isEmpty();
  }

  private RouteStep step(long receiptTimeoutMs) {
    return RouteStep.newBuilder().setChannel("sms").setReceiptTimeoutMs(receiptTimeoutMs).build();
  }

  private static OurCode code(int length, int alphabet, int attempts) {
    return OurCode.newBuilder().setLength(length).setAlphabet(alphabet).setAttemptsAllowed(attempts).build();
  }
}
