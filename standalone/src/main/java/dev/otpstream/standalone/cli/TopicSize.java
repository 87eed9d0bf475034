package dev.otpstream.standalone.cli;

import dev.otpstream.schemas.TopicAdmin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;

/**
 * How large a topic is now.
 *
 * @param copies  of each record; of the partition with the fewest
 * @param inSync  whether every copy is up to date
 * @param records kept now, transaction markers included
 * @param bytes   of the largest copy of each partition together
 */
record TopicSize(String topic, int partitions, int copies, boolean inSync, long records, long bytes) {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  static List<TopicSize> all(Admin admin) {
    Map<String, TopicDescription> topics = new TopicAdmin(admin).describeExisting();
    List<TopicPartition> partitions = topics.values().stream().flatMap(topic -> topic.partitions().stream()
        .map(partition -> new TopicPartition(topic.name(), partition.partition()))).toList();
    Map<TopicPartition, Long> first = offsets(admin, partitions, OffsetSpec.earliest());
    Map<TopicPartition, Long> end = offsets(admin, partitions, OffsetSpec.latest());
    Map<TopicPartition, Long> bytes = bytes(admin);
    var sizes = new ArrayList<TopicSize>();
    topics.forEach((name, topic) -> {
      long records = 0;
      long size = 0;
      for (var info : topic.partitions()) {
        var partition = new TopicPartition(name, info.partition());
        records += end.get(partition) - first.get(partition);
        size += bytes.getOrDefault(partition, 0L);
      }
      sizes.add(new TopicSize(name, topic.partitions().size(),
          topic.partitions().stream().mapToInt(info -> info.replicas().size()).min().orElse(0),
          topic.partitions().stream().allMatch(info -> info.isr().size() == info.replicas().size()), records, size));
    });
    return sizes;
  }

  List<String> row() {
    return List.of(topic, Integer.toString(partitions), Integer.toString(copies), inSync ? "yes" : "no",
        Long.toString(records), Long.toString(bytes));
  }

  private static Map<TopicPartition, Long> offsets(Admin admin, List<TopicPartition> partitions, OffsetSpec which) {
    return await(admin
        .listOffsets(partitions.stream().collect(Collectors.toMap(Function.identity(), _ -> which))).all()).entrySet()
        .stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> offset(entry.getValue())));
  }

  private static long offset(ListOffsetsResultInfo found) {
    return found.offset();
  }

  private static Map<TopicPartition, Long> bytes(Admin admin) {
    List<Integer> brokers = await(admin.describeCluster().nodes()).stream().map(Node::id).toList();
    var bytes = new HashMap<TopicPartition, Long>();
    await(admin.describeLogDirs(brokers).allDescriptions()).values()
        .forEach(folders -> folders.values().forEach(folder -> folder.replicaInfos()
            .forEach((partition, replica) -> bytes.merge(partition, replica.size(), Math::max))));
    return bytes;
  }

  private static <T> T await(KafkaFuture<T> answer) {
    try {
      return answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("topics cannot be described", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while describing topics", e);
    }
  }
}
