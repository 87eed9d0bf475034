package dev.otpstream.kit.channel;

import dev.otpstream.kit.DeadLetterBox;
import dev.otpstream.kit.Launcher;
import dev.otpstream.kit.Platform;
import dev.otpstream.kit.Service;
import dev.otpstream.kit.observe.ClientMeters;
import dev.otpstream.schemas.Topics;
import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.CommitMode;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.PollContext;
import io.confluent.parallelconsumer.internal.DrainingCloseable.DrainingMode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consumes a channel's dispatches, asks the channel, reports the outcome and only then acknowledges. Many sends are in
 * flight at once and end in any order; none waits for a slow one. A clean stop and a rebalance repeat nothing. What was in
 * flight in a crash, or ended within the last moment before it ({@link #COMMIT_INTERVAL}), had been claimed: whoever has
 * its partition next sends it to nobody and reports that it is perhaps sent.
 */
public final class ChannelWorker implements Service {
  /** How long finished dispatches may be unknown to Kafka. */
  static final Duration COMMIT_INTERVAL = Duration.ofMillis(50);
  /** How long a stop waits for sends in flight before it interrupts them; longer than any send takes. */
  static final Duration DRAIN_MAX = Duration.ofSeconds(15);
  /** A dead worker's codes wait so long for another worker; Kafka's default is 45 s. */
  private static final String SESSION_TIMEOUT_MS = "10000";
  /** How soon a worker hears that another one came or went. */
  private static final String HEARTBEAT_MS = "1000";
  private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);
  private static final Logger LOG = LoggerFactory.getLogger(ChannelWorker.class);

  private final String name;
  private final List<Channel> providers;
  private final List<Sender> senders;
  private final DeliveryReports reports;
  private final DeadLetterBox deadLetters;
  private final Claims claims;
  private final DispatchHandler handler;
  private final HandoverProcessor consumer;
  private final ClientMeters kafkaMeters;
  private final CountDownLatch closing = new CountDownLatch(1);

  /** Starts at once. The channel belongs to the worker from now on. */
  public ChannelWorker(Platform platform, Channel channel, WorkerConfig config) {
    this(platform, List.of(channel), only(channel), config, false);
  }

  /**
   * Starts at once. The channels belong to the worker from now on.
   *
   * @param providers the channel's providers, all of the same channel; each has a circuit and a pace of its own
   * @param order     which of them to ask for a dispatch; the next is asked only for what one surely did not send
   */
  public ChannelWorker(Platform platform, List<Channel> providers, ProviderOrder order, WorkerConfig config) {
    this(platform, providers, order, config, false);
  }

  /**
   * Starts a worker for another provider of a channel, with a circuit and a pace of its own. It leaves to the channel's
   * first worker what its channel does not take, and what nobody can read.
   */
  public static ChannelWorker beside(Platform platform, Channel channel, WorkerConfig config) {
    return new ChannelWorker(platform, List.of(channel), only(channel), config, true);
  }

  private ChannelWorker(Platform platform, List<Channel> providers, ProviderOrder order, WorkerConfig config,
      boolean beside) {
    Channel channel = providers.getFirst();
    this.name = "channel-" + (beside ? channel.provider() : channel.name());
    this.providers = List.copyOf(providers);
    this.senders = providers.stream().map(provider -> new Sender(provider, config,
        new SendMeters(platform.meters(), provider.name(), provider.provider()), Clock.systemUTC())).toList();
    this.reports = new DeliveryReports(platform, channel.name(), channel.provider(), "outcomes");
    var topic = Topics.dispatchTo(channel.name());
    this.deadLetters = new DeadLetterBox(platform, name, topic.name());
    var reader = new DispatchReader(topic, platform.serdes().deserializer(topic), platform.keys(), channel::takes,
        beside);
    var asked = new Providers(senders, order, new SendRules(config.retryWaits()), Clock.systemUTC());
    var claimed = Topics.claimsOf(channel.name());
    var thisRun = UUID.randomUUID();
    this.claims = new Claims(platform, claimed, thisRun);
    var left = new LeftClaims(new ClaimReader(platform, claimed, thisRun));
    this.handler = new DispatchHandler(reader, asked, claims, left, reports, deadLetters, Clock.systemUTC());
    CommittingConsumer kafka = kafkaConsumer(platform, config);
    this.kafkaMeters = ClientMeters.of(platform.meters(), kafka, name, List.of(topic.name()));
    this.consumer = new HandoverProcessor(kafka, options(kafka, config),
        partitions -> left.arrived(partitions.stream().map(TopicPartition::partition).toList()));
    consumer.setMyId(Optional.of(name));
    consumer.subscribe(List.of(topic.name()));
    consumer.poll(this::handle);
    Thread.ofVirtual().name(name + "-watch").start(this::watch);
  }

  private static ProviderOrder only(Channel channel) {
    List<String> names = List.of(channel.provider());
    return _ -> names;
  }

  private CommittingConsumer kafkaConsumer(Platform platform, WorkerConfig config) {
    var settings = platform.kafka().consumer(name, name);
    settings.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
    settings.putIfAbsent(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MS);
    // Only the partitions that move are disturbed.
    settings.putIfAbsent(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    config.instanceId().ifPresent(id -> settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, id));
    return new CommittingConsumer(settings);
  }

  private static ParallelConsumerOptions<byte[], byte[]> options(CommittingConsumer consumer,
      WorkerConfig config) {
    return ParallelConsumerOptions.<byte[], byte[]>builder().consumer(consumer).ordering(ProcessingOrder.UNORDERED)
        .maxConcurrency(config.inFlightMax())
        // The synchronous mode can lock up in a rebalance (confluentinc/parallel-consumer#857).
        .commitMode(CommitMode.PERIODIC_CONSUMER_ASYNCHRONOUS).commitInterval(COMMIT_INTERVAL)
        .retryDelayProvider(TryAgain::delayOf).shutdownTimeout(DRAIN_MAX).maximumLoadFactor(10).build();
  }

  private void handle(PollContext<byte[], byte[]> context) {
    var record = context.getSingleConsumerRecord();
    if (consumer.isLeaving(new TopicPartition(record.topic(), record.partition())))
      throw new TryAgain("the partition goes to another worker", WATCH_INTERVAL);
    handler.handle(record);
  }

  /** The library stops by itself on an error that it does not know; a supervisor must hear of it. */
  private void watch() {
    try {
      while (!closing.await(WATCH_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        if (consumer.isClosedOrFailed()) {
          Launcher.die(name + " stopped consuming", consumer.getFailureCause());
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether partitions wait for what is in flight to end before another worker gets them. */
  boolean isHandingOver() {
    return consumer.isHandingOver();
  }

  @Override public String name() {
    return name;
  }

  @Override public Readiness readiness() {
    if (closing.getCount() == 0) return Readiness.no("stopping");
    if (consumer.isClosedOrFailed()) return Readiness.no("stopped consuming");
    if (!consumer.hasJoined()) return Readiness.no("waiting for partitions");
    Readiness standing = providersStanding();
    if (!standing.ready() || consumer.assigned() > 0) return standing;
    return new Readiness(true, "standing by: other workers have all partitions");
  }

  /** One that can be asked is enough. */
  private Readiness providersStanding() {
    if (providers.size() == 1) return providers.getFirst().readiness();
    boolean ready = false;
    var details = new ArrayList<String>();
    for (Channel provider : providers) {
      Readiness standing = provider.readiness();
      ready |= standing.ready();
      details.add(provider.provider() + ": " + standing.detail());
    }
    return new Readiness(ready, String.join("; ", details));
  }

  @Override public void close() {
    synchronized (this) {
      if (closing.getCount() == 0) return;
      closing.countDown();
    }
    try {
      consumer.close(DRAIN_MAX, DrainingMode.DONT_DRAIN); // ends what is in flight, gives the rest back
    } catch (Exception e) { // the library throws checked exceptions that it does not declare
      LOG.atWarn().setCause(e).addKeyValue("service", name).log("did not stop cleanly");
    }
    senders.forEach(Sender::close);
    kafkaMeters.close();
    claims.close();
    reports.close();
    deadLetters.close();
  }
}
