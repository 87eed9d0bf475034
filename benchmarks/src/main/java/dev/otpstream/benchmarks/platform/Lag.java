package dev.otpstream.benchmarks.platform;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What the platform's consumer groups have yet to read. */
public final class Lag {
  private static final long TIMEOUT_SECONDS = 20;
  /** Groups of bots elect a leader; what they seem to have to read means nothing. */
  private static final String BOTS = "bot-";

  private Lag() {}

  /**
   * Records that all groups together have not acknowledged; markers of transactions count. Empty if the brokers do not
   * tell in time.
   */
  public static OptionalLong total(String bootstrapServers) {
    return ask(bootstrapServers, admin -> admin.listGroups().all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS).stream()
        .map(GroupListing::groupId).filter(id -> !id.startsWith(BOTS)).toList());
  }

  /** The same of one group. */
  public static OptionalLong ofGroup(String bootstrapServers, String group) {
    return ask(bootstrapServers, _ -> List.of(group));
  }

  private interface Groups {
    List<String> of(Admin admin) throws ExecutionException, TimeoutException, InterruptedException;
  }

  private static OptionalLong ask(String bootstrapServers, Groups which) {
    try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrapServers))) {
      List<String> groups = which.of(admin);
      return OptionalLong.of(groups.isEmpty()
          ? 0
          : total(admin, groups.stream()
              .collect(Collectors.toMap(id -> id, _ -> new ListConsumerGroupOffsetsSpec()))));
    } catch (ExecutionException | TimeoutException e) {
      return OptionalLong.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalLong.empty();
    }
  }

  /**
   * Lets a group that has no members leave out all that is there for it.
   *
   * @throws IllegalStateException if the brokers refuse
   */
  public static void skip(String bootstrapServers, String group, String topic) {
    try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrapServers))) {
      var partitions = admin.describeTopics(List.of(topic)).allTopicNames().get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
          .get(topic).partitions().stream().map(info -> new TopicPartition(topic, info.partition()))
          .collect(Collectors.toMap(partition -> partition, _ -> OffsetSpec.latest()));
      var ends = admin.listOffsets(partitions).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
      ends.forEach((partition, end) -> offsets.put(partition, new OffsetAndMetadata(end.offset())));
      admin.alterConsumerGroupOffsets(group, offsets).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(group + " cannot leave out " + topic, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static long total(Admin admin, Map<String, ListConsumerGroupOffsetsSpec> groups)
      throws ExecutionException, TimeoutException, InterruptedException {
    var ends = new HashMap<TopicPartition, Long>();
    var offsets = admin.listConsumerGroupOffsets(groups).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    var asked = offsets.values().stream().flatMap(of -> of.keySet().stream()).distinct()
        .collect(Collectors.toMap(partition -> partition, _ -> OffsetSpec.latest()));
    admin.listOffsets(asked).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .forEach((partition, end) -> ends.put(partition, end.offset()));
    return offsets.values().stream().flatMap(of -> of.entrySet().stream())
        .filter(read -> read.getValue() != null)
        .mapToLong(read -> Math.max(0, ends.get(read.getKey()) - read.getValue().offset())).sum();
  }
}
