package dev.otpstream.benchmarks.platform;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;

/**
 * How much a cluster holds, over all topics, changelogs and internal topics included. Transaction markers count as
 * records, since they are written like records; bytes are those of the log files.
 *
 * @param records end offsets added up, so what was compacted or expired still counts
 * @param bytes   of one replica of each partition
 */
public record Footprint(long records, long bytes) {
  private static final long TIMEOUT_SECONDS = 20;

  private record Partition(TopicPartition name, long bytes) {}

  /** @throws IllegalStateException if the cluster does not answer */
  public static Footprint of(String bootstrapServers) {
    try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrapServers))) {
      var brokers = admin.describeCluster().nodes().get(TIMEOUT_SECONDS, TimeUnit.SECONDS).stream().map(Node::id)
          .toList();
      var sizes = new HashMap<TopicPartition, Long>();
      admin.describeLogDirs(brokers).allDescriptions().get(TIMEOUT_SECONDS, TimeUnit.SECONDS).values().stream()
          .flatMap(folders -> folders.values().stream())
          .flatMap(folder -> folder.replicaInfos().entrySet().stream())
          .map(replica -> new Partition(replica.getKey(), replica.getValue().size()))
          .forEach(partition -> sizes.merge(partition.name(), partition.bytes(), Math::max));
      var ends = admin.listOffsets(sizes.keySet().stream().filter(Footprint::isData)
          .collect(Collectors.toMap(partition -> partition, _ -> OffsetSpec.latest()))).all()
          .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      return new Footprint(ends.values().stream().mapToLong(end -> end.offset()).sum(),
          ends.keySet().stream().mapToLong(sizes::get).sum());
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the brokers do not tell what they hold", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** The log of the controllers is not written by operations. */
  private static boolean isData(TopicPartition partition) {
    return !partition.topic().equals("__cluster_metadata");
  }

  public Footprint minus(Footprint before) {
    return new Footprint(records - before.records, bytes - before.bytes);
  }
}
