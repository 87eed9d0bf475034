package dev.otpstream.chaos.load;

import dev.otpstream.chaos.evidence.Call;
import dev.otpstream.chaos.evidence.Call.Told;
import dev.otpstream.chaos.processes.Wait;
import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.stage.PhoneMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Lives a {@link Story}: asks, waits for the phone, types. */
public final class Person {
  /** Digits of every code: shorter ones turn up by chance in what is searched for them. */
  public static final int CODE_LENGTH = 8;
  static final int PARALLEL_RIGHT = 8;
  private static final int HOSTILE_GUESSES = 12;
  private static final int ATTEMPTS = 5;
  private static final int LIFE_MINUTES = 5;
  private static final Duration PHONE_PATIENCE = Duration.ofSeconds(150);
  private static final Pattern CODE = Pattern.compile("(?<!\\d)\\d{" + CODE_LENGTH + "}(?!\\d)");
  private final Story story;
  private final Tenant tenant;
  private final Caller caller;
  private final Simulators simulators;
  private final String hook;

  Person(Story story, Tenant tenant, Caller caller, Simulators simulators, String hook) {
    this.story = story;
    this.tenant = tenant;
    this.caller = caller;
    this.simulators = simulators;
    this.hook = hook;
  }

  /** How it ended: whether the phone got the code in time. */
  boolean live() {
    boolean forgotten = story.kind() == Story.Kind.ABANDONED;
    Call sent = send("send", forgotten ? 1 : LIFE_MINUTES);
    if (sent.told() != Told.ACCEPTED) return true;
    if (forgotten) return true;
    if (story.kind() == Story.Kind.HOSTILE) return guessWildly(sent);
    Optional<String> code = codeOtherThan("");
    if (code.isEmpty()) {
      caller.cancel(sent, tenant, key("give-up"));
      return false;
    }
    switch (story.kind()) {
      case RIGHT_IN_PARALLEL -> inParallel(PARALLEL_RIGHT, i -> type(sent, "right-" + i, code.get(), true));
      case RIGHT -> type(sent, "right", code.get(), true);
      case WRONG_THEN_RIGHT -> {
        for (int i = 0; i <= new Random(story.seed()).nextInt(2); i++)
          type(sent, "wrong-" + i, wrong(code.get(), i), false);
        type(sent, "right", code.get(), true);
      }
      case CANCELLED -> {
        caller.cancel(sent, tenant, key("cancel"));
        type(sent, "right", code.get(), true);
      }
      case SENT_AGAIN -> again(code.get());
      case HOSTILE, ABANDONED -> throw new IllegalStateException("told above");
    }
    return true;
  }

  /** The newer code replaces the older one; who types the older one guesses wrong. */
  private void again(String older) {
    Call sent = send("send-again", LIFE_MINUTES);
    if (sent.told() != Told.ACCEPTED) return;
    Optional<String> newer = codeOtherThan(older);
    if (newer.isEmpty()) {
      caller.cancel(sent, tenant, key("give-up"));
      return;
    }
    type(sent, "older", older, false);
    type(sent, "right", newer.get(), true);
  }

  private boolean guessWildly(Call sent) {
    var random = new Random(story.seed());
    int first = random.nextInt(80_000_000);
    inParallel(HOSTILE_GUESSES, i -> type(sent, "guess-" + i, "%08d".formatted(first + i * 1_000_003), false));
    Optional<String> code = codeOtherThan("");
    code.ifPresent(right -> type(sent, "right", right, true));
    caller.cancel(sent, tenant, key("give-up"));
    return code.isPresent();
  }

  private Call send(String key, int lifeMinutes) {
    return caller.send(story.number(), tenant, key(key),
        new Caller.Send(story.phone(), ATTEMPTS, lifeMinutes, story.channels(), story.text(), hook));
  }

  private void type(Call sent, String key, String guess, boolean right) {
    caller.verify(sent, tenant, key(key), guess, right);
  }

  private static void inParallel(int count, IntConsumer each) {
    try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, count).forEach(i -> all.execute(() -> each.accept(i)));
    }
  }

  private String key(String name) {
    return "story-" + story.number() + "-" + name;
  }

  private Optional<String> codeOtherThan(String known) {
    Wait.until(PHONE_PATIENCE, () -> newest(known).isPresent());
    return newest(known);
  }

  private Optional<String> newest(String known) {
    List<PhoneMessage> all = simulators.messagesOf(story.phone());
    return all.stream().map(Person::code).filter(code -> !code.equals(known)).reduce((_, last) -> last);
  }

  /** The code that a phone shows. */
  public static String code(PhoneMessage message) {
    if (message.code() != null) return message.code();
    Matcher matcher = CODE.matcher(message.text());
    return matcher.find() ? matcher.group() : "";
  }

  private static String wrong(String code, int by) {
    char last = code.charAt(code.length() - 1);
    return code.substring(0, code.length() - 1) + (char) ('0' + (last - '0' + 1 + by) % 10);
  }
}
