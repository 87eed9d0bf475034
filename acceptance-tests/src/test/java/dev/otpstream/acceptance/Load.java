package dev.otpstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.otpstream.acceptance.Caller.Answer;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** So many people a second, each with a phone of their own, whether or not the platform keeps up. */
final class Load implements AutoCloseable {
  private static final AtomicInteger NUMBERS = new AtomicInteger(500_000);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService people = Executors.newVirtualThreadPerTaskExecutor();
  private final Collection<RuntimeException> broken = new ConcurrentLinkedQueue<>();
  private final Collection<Sent> sends = new ConcurrentLinkedQueue<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private final long beganNs = System.nanoTime();

  /**
   * What became of one person.
   *
   * @param at     when they came, from the beginning of the load
   * @param answer the last that they were told
   */
  record Sent(Duration at, String phone, Answer answer) {
    boolean by(String channel) {
      return answer.body().path("channel").asText().equals(channel);
    }
  }

  /**
   * Begins at once.
   *
   * @param story what a person with this phone does
   */
  Load(int perSecond, Function<String, Answer> story) {
    var _ = clock.scheduleAtFixedRate(() -> {
      underWay.incrementAndGet();
      people.execute(() -> live(story));
    }, 0, Duration.ofSeconds(1).dividedBy(perSecond).toNanos(), TimeUnit.NANOSECONDS);
  }

  private void live(Function<String, Answer> story) {
    Duration at = time();
    String phone = Phones.number(NUMBERS.incrementAndGet());
    try {
      sends.add(new Sent(at, phone, story.apply(phone)));
    } catch (RuntimeException e) {
      broken.add(e);
    } finally {
      underWay.decrementAndGet();
    }
  }

  /** How long it has lasted. */
  Duration time() {
    return Duration.ofNanos(System.nanoTime() - beganNs);
  }

  /** Lets it go on for so long. */
  void lasts(Duration time) {
    Duration until = time().plus(time);
    await().atMost(time.plus(PATIENCE)).pollInterval(Duration.ofMillis(50)).until(() -> time().compareTo(until) >= 0);
  }

  /** Nobody new comes; waits until all stories have ended, none of them in the middle. */
  void ends() {
    clock.shutdown();
    await("all stories end").atMost(PATIENCE).until(() -> clock.isTerminated() && underWay.get() == 0);
    assertThat(broken).as("stories that broke off").isEmpty();
  }

  /** Everybody whose story has ended, in the order in which they came. */
  List<Sent> sends() {
    return sends.stream().sorted(Comparator.comparing(Sent::at)).toList();
  }

  /** Those whom the platform took; the others were told to come again. */
  List<Sent> accepted() {
    return sends().stream().filter(sent -> sent.answer().status() == 200).toList();
  }

  List<Sent> between(Duration from, Duration until) {
    return accepted().stream().filter(sent -> sent.at().compareTo(from) >= 0 && sent.at().compareTo(until) < 0)
        .toList();
  }

  /** Which part of them was sent by this channel first. */
  static double share(List<Sent> sends, String channel) {
    return sends.isEmpty() ? 0 : (double) sends.stream().filter(sent -> sent.by(channel)).count() / sends.size();
  }

  @Override public void close() {
    clock.shutdownNow();
    people.shutdownNow();
  }
}
