package dev.otpstream.micro;

import dev.otpstream.engine.core.Code;
import dev.otpstream.engine.core.CodeDigest;
import dev.otpstream.engine.core.Command;
import dev.otpstream.engine.core.Decision;
import dev.otpstream.engine.core.Limits;
import dev.otpstream.engine.core.Message;
import dev.otpstream.engine.core.Recipient;
import dev.otpstream.engine.core.RouteStep;
import dev.otpstream.engine.core.Rules;
import dev.otpstream.engine.core.Sealed;
import dev.otpstream.engine.core.health.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The rules alone: a send, what the worker and the provider say of it, and an attempt. */
@State(Scope.Benchmark)
public class DecideBenchmark {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private final Rules rules = new Rules(Limits.DEFAULT);
  private final Command.Send send = send();
  private final Command sent = report(Command.Outcome.SENT, List.of("sms/smpp/1767323045000123"));
  private final Command delivered = report(Command.Outcome.DELIVERED, List.of());
  private final Command rightGuess = new Command.Attempt(_ -> true);
  private final Command wrongGuess = new Command.Attempt(_ -> false);
  private final Decision accepted = rules.decide(Recipient.NEW, Optional.empty(), send, Health.GOOD, NOON);
  private final Recipient recipient = accepted.recipient().orElseThrow();
  private final Optional<Message> dispatched = Optional.of(accepted.messages().getFirst());
  private final Optional<Message> underWay = Optional
      .of(rules.decide(recipient, dispatched, sent, Health.GOOD, NOON).messages().getFirst());

  private static Command.Send send() {
    var code = new Code(new CodeDigest(new byte[20]), new Sealed(new byte[46]), 5, 0);
    var route = List.of(
        new RouteStep("telegram", Duration.ofSeconds(30), Optional.empty(), Optional.empty(), Optional.empty()),
        new RouteStep("sms", Duration.ofSeconds(60), Optional.empty(), Optional.empty(), Optional.empty()));
    return new Command.Send(1_049_601L, "acc_1", "acc_1/u7Yt1dOZ0mKfJc2Qp5vXnA", "", new Sealed(new byte[46]),
        "u7Yt1dOZ0mKfJc2Qp5vXnA", "+38097*****67", route, Optional.of(code), true, true, Duration.ofMinutes(5),
        Optional.empty(), Optional.empty(), List.of(), Optional.empty(), Optional.empty());
  }

  private static Command report(Command.Outcome outcome, List<String> references) {
    return new Command.Report(1, outcome, "smpp", Optional.empty(), Optional.empty(), references, 1, Optional.empty());
  }

  @Benchmark public Decision accept() {
    return rules.decide(Recipient.NEW, Optional.empty(), send, Health.GOOD, NOON);
  }

  @Benchmark public Decision sent() {
    return rules.decide(recipient, dispatched, sent, Health.GOOD, NOON);
  }

  @Benchmark public Decision delivered() {
    return rules.decide(recipient, underWay, delivered, Health.GOOD, NOON);
  }

  @Benchmark public Decision rightGuess() {
    return rules.decide(recipient, underWay, rightGuess, Health.GOOD, NOON);
  }

  @Benchmark public Decision wrongGuess() {
    return rules.decide(recipient, underWay, wrongGuess, Health.GOOD, NOON);
  }
}
