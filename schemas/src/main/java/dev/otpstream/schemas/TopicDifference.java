package dev.otpstream.schemas;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;

/**
 * One way in which a topic is not as the catalogue says.
 *
 * @param topic    its name
 * @param what     {@code topic} (there is none), {@code partitions}, {@code replication}, or a setting by Kafka's name
 * @param expected what it should be
 * @param found    what it is
 */
public record TopicDifference(String topic, String what, String expected, String found) {
  public static final String TOPIC = "topic";
  public static final String PARTITIONS = "partitions";
  public static final String REPLICATION = "replication";

  static TopicDifference missing(String topic) {
    return new TopicDifference(topic, TOPIC, "there", "missing");
  }

  /** More copies than asked for are no difference. */
  static List<TopicDifference> between(NewTopic wanted, TopicDescription description, Config config) {
    String name = wanted.name();
    var differences = new ArrayList<TopicDifference>();
    List<TopicPartitionInfo> partitions = description.partitions();
    if (partitions.size() != wanted.numPartitions())
      differences.add(new TopicDifference(name, PARTITIONS, Integer.toString(wanted.numPartitions()),
          Integer.toString(partitions.size())));
    int copies = partitions.stream().mapToInt(partition -> partition.replicas().size()).min().orElse(0);
    if (copies < wanted.replicationFactor())
      differences.add(new TopicDifference(name, REPLICATION, Short.toString(wanted.replicationFactor()),
          Integer.toString(copies)));
    wanted.configs().forEach((setting, expected) -> {
      ConfigEntry entry = config.get(setting);
      String found = entry == null ? "not set" : entry.value();
      if (!expected.equals(found)) differences.add(new TopicDifference(name, setting, expected, found));
    });
    return differences;
  }

  public boolean isMissing() {
    return what.equals(TOPIC);
  }

  /** The difference as a sentence without its full stop. */
  public String sentence() {
    if (isMissing()) return "topic %s is missing".formatted(topic);
    return switch (what) {
      case PARTITIONS -> "topic %s has %s partitions instead of %s".formatted(topic, found, expected);
      case REPLICATION -> "topic %s has %s copies of each record instead of %s".formatted(topic, found, expected);
      default -> "topic %s has %s=%s instead of %s".formatted(topic, what, found, expected);
    };
  }
}
