package dev.otpstream.ingress.engine;

import dev.otpstream.kit.Env;
import dev.otpstream.kit.Platform;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** A running link to the engine over Kafka. */
public final class EngineLink implements AutoCloseable {
  private final KafkaGateway gateway;
  private final KafkaEngine engine;

  private EngineLink(KafkaGateway gateway, KafkaEngine engine) {
    this.gateway = gateway;
    this.engine = engine;
  }

  /**
   * Opens the link.
   *
   * @param partitions how many partitions the engine's topics have
   * @throws IllegalArgumentException if the reply partition of the settings does not exist
   */
  public static EngineLink open(Settings settings, Platform platform, int partitions) {
    int replyPartition = settings.replyPartition() == Settings.ANY_PARTITION
        ? ThreadLocalRandom.current().nextInt(partitions)
        : settings.replyPartition();
    if (replyPartition >= partitions)
      throw new IllegalArgumentException("OTP_REPLY_PARTITION: there are only " + partitions + " partitions");
    var gateway = new KafkaGateway(platform, settings.replyTiming(), replyPartition, settings.inFlightMax());
    return new EngineLink(gateway,
        new KafkaEngine(new Orders(platform.keys(), partitions, settings.routeTiming()), gateway));
  }

  public Engine engine() {
    return engine;
  }

  public Erasure erasure() {
    return engine;
  }

  /** Waits until replies can be read; false when the time is over. */
  public boolean awaitReady(Duration timeout) throws InterruptedException {
    return gateway.awaitReady(timeout);
  }

  /** Closes the link; whoever still waits hears nothing more. */
  @Override public void close() {
    gateway.close();
  }

  /**
   * How to talk to the engine.
   *
   * @param replyPartition the partition of {@code otp.replies} to read; {@link #ANY_PARTITION}: one by chance
   * @param inFlightMax    how many commands may wait for their reply at once
   */
  public record Settings(ReplyTiming replyTiming, RouteTiming routeTiming, int replyPartition, int inFlightMax) {
    static final int ANY_PARTITION = -1;
    private static final int IN_FLIGHT_DEFAULT = 20_000;

    public static Settings from(Env env) {
      return new Settings(ReplyTiming.from(env), RouteTiming.from(env),
          env.integer("OTP_REPLY_PARTITION", ANY_PARTITION, ANY_PARTITION, 1023),
          env.integer("OTP_IN_FLIGHT_MAX", IN_FLIGHT_DEFAULT, 1, 1_000_000));
    }
  }
}
