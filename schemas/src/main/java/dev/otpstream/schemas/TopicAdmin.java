package dev.otpstream.schemas;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates the catalogue's topics and says which of them differ from it. */
public final class TopicAdmin {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final String A_DAY_MS = Long.toString(Duration.ofDays(1).toMillis());
  private final Admin admin;

  public TopicAdmin(Admin admin) {
    this.admin = admin;
  }

  /**
   * Creates the topics that are missing; leaves the others as they are.
   *
   * @param partitions        how many partitions the engine has; cannot be changed later, because message ids name them
   * @param replicationFactor copies of each record
   * @return what differs in the topics that were there, one sentence each; empty: all is well
   * @throws IllegalStateException if the broker does not answer or refuses
   */
  public List<String> ensure(int partitions, short replicationFactor) {
    Map<String, NewTopic> wanted = wanted(partitions, replicationFactor);
    var problems = new ArrayList<String>();
    admin.createTopics(wanted.values()).values().forEach((name, created) -> {
      try {
        created.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException))
          throw new IllegalStateException("cannot create topic " + name, e.getCause());
      } catch (TimeoutException e) {
        throw new IllegalStateException("cannot create topic " + name + " in " + TIMEOUT, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while creating topics", e);
      }
    });
    describe(List.copyOf(wanted.keySet())).forEach((name, found) -> {
      int expected = wanted.get(name).numPartitions();
      if (found.partitions().size() != expected)
        problems.add("topic %s has %d partitions, expected %d".formatted(name, found.partitions().size(), expected));
    });
    return problems;
  }

  /**
   * Compares the topics with the catalogue, and changes nothing.
   *
   * @param partitions        how many partitions the engine should have; empty: as many as {@code otp.commands} has
   * @param replicationFactor how many copies of each record there should be at least
   * @return what differs, in the catalogue's order; empty: all is well
   * @throws IllegalStateException if the broker does not answer or refuses
   */
  public List<TopicDifference> compare(OptionalInt partitions, short replicationFactor) {
    Map<String, NewTopic> wanted = wanted(1, replicationFactor);
    Map<String, TopicDescription> found = describeExisting(List.copyOf(wanted.keySet()));
    TopicDescription commands = found.get(Topics.COMMANDS.name());
    int engine = partitions.orElse(commands == null ? 1 : commands.partitions().size());
    Map<String, Config> configs = configs(List.copyOf(found.keySet()));
    var differences = new ArrayList<TopicDifference>();
    wanted(engine, replicationFactor).forEach((name, topic) -> {
      TopicDescription description = found.get(name);
      Config config = configs.get(name);
      if (description == null || config == null) differences.add(TopicDifference.missing(name));
      else
        differences.addAll(TopicDifference.between(topic, description, config));
    });
    return differences;
  }

  /** The topics of the catalogue that are there, as the broker describes them. */
  public Map<String, TopicDescription> describeExisting() {
    return describeExisting(List.copyOf(wanted(1, (short) 1).keySet()));
  }

  private Map<String, TopicDescription> describeExisting(List<String> names) {
    return existing(names, "describe", admin.describeTopics(names).topicNameValues()::get);
  }

  private Map<String, Config> configs(List<String> names) {
    Function<String, ConfigResource> resource = name -> new ConfigResource(ConfigResource.Type.TOPIC, name);
    var asked = admin.describeConfigs(names.stream().map(resource).toList()).values();
    return existing(names, "read the settings of", name -> asked.get(resource.apply(name)));
  }

  /** What is said of the topics that are there, in the order of the names; one may have gone since it was last seen. */
  private static <T> Map<String, T> existing(List<String> names, String task, Function<String, KafkaFuture<T>> said) {
    var found = new LinkedHashMap<String, T>();
    for (String name : names) {
      try {
        found.put(name, said.apply(name).get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException))
          throw new IllegalStateException("cannot " + task + " topic " + name, e.getCause());
      } catch (TimeoutException e) {
        throw new IllegalStateException("cannot " + task + " topic " + name + " in " + TIMEOUT, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while looking at topics", e);
      }
    }
    return found;
  }

  /** How many partitions the engine's topics have. */
  public int enginePartitions() {
    return describe(List.of(Topics.COMMANDS.name())).get(Topics.COMMANDS.name()).partitions().size();
  }

  private Map<String, TopicDescription> describe(List<String> names) {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (true) {
      try {
        return admin.describeTopics(names).allTopicNames().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException | TimeoutException e) {
        // Brokers hear of a new topic a moment after it was made.
        boolean notYet = e.getCause() instanceof UnknownTopicOrPartitionException;
        if (!notYet || System.nanoTime() > deadline)
          throw new IllegalStateException("cannot describe topics " + names, e);
        LockSupport.parkNanos(PAUSE.toNanos());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while describing topics", e);
      }
    }
  }

  static Map<String, NewTopic> wanted(int partitions, short replicationFactor) {
    var wanted = new LinkedHashMap<String, NewTopic>();
    for (Topic<?> topic : Topics.ALL) {
      int count = topic.layout() == Topic.Layout.SINGLE ? 1 : partitions;
      wanted.put(topic.name(), new NewTopic(topic.name(), count, replicationFactor).configs(config(topic)));
    }
    wanted.put(DeadLetters.TOPIC, new NewTopic(DeadLetters.TOPIC, 1, replicationFactor)
        .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, Long.toString(DeadLetters.RETENTION.toMillis()),
            // A letter's own time may be nonsense; it is kept from when it was buried.
            TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime")));
    return wanted;
  }

  private static Map<String, String> config(Topic<?> topic) {
    var config = new LinkedHashMap<String, String>();
    if (topic.compacted()) {
      config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
      // Whatever the brokers' defaults are: who was away for a day hears what is gone, and what is gone goes within a day.
      config.put(TopicConfig.DELETE_RETENTION_MS_CONFIG, A_DAY_MS);
      config.put(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, A_DAY_MS);
    } else {
      config.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(topic.retention().toMillis()));
      // A segment is deleted whole: it must roll in time for the retention to mean something.
      config.put(TopicConfig.SEGMENT_MS_CONFIG, Long.toString(Math.max(60_000, topic.retention().toMillis() / 4)));
    }
    if (topic.brokerClock()) config.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    return config;
  }
}
