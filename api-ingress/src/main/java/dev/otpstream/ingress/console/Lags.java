package dev.otpstream.ingress.console;

import dev.otpstream.ingress.json.Json;
import dev.otpstream.kit.KafkaSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** How many committed records each group of workers has before it, by topic. */
final class Lags {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final String OURS = "otp.";
  private static final int GROUPS_MAX = 100;

  private record Place(String group, String topic) {}

  private record Lag(int partitions, long records) {
    Lag plus(long more) {
      return new Lag(partitions + 1, records + more);
    }
  }

  private final KafkaSettings kafka;

  Lags(KafkaSettings kafka) {
    this.kafka = kafka;
  }

  Admin connect() {
    return Admin.create(kafka.admin("api-ingress-console"));
  }

  /**
   * Asks the brokers.
   *
   * @throws ExecutionException if they refuse
   */
  Json now(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
    Map<String, ListConsumerGroupOffsetsSpec> groups = await(admin.listGroups().all()).stream()
        .filter(group -> group.type().filter(type -> type != GroupType.SHARE).isPresent()).map(GroupListing::groupId)
        .sorted().limit(GROUPS_MAX).collect(Collectors.toMap(group -> group, _ -> new ListConsumerGroupOffsetsSpec()));
    if (groups.isEmpty()) return Json.list(List.of());
    Map<String, Map<TopicPartition, OffsetAndMetadata>> committed = await(
        admin.listConsumerGroupOffsets(groups).all());
    Map<TopicPartition, OffsetSpec> wanted = committed.values().stream().flatMap(map -> map.keySet().stream())
        .filter(partition -> partition.topic().startsWith(OURS)).distinct()
        .collect(Collectors.toMap(partition -> partition, _ -> OffsetSpec.latest()));
    // What an open transaction holds back is no lag yet: nobody could read it.
    Map<TopicPartition, ListOffsetsResultInfo> ends = await(
        admin.listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all());
    return json(committed, ends);
  }

  private static Json json(Map<String, Map<TopicPartition, OffsetAndMetadata>> committed,
      Map<TopicPartition, ListOffsetsResultInfo> ends) {
    var lags = new HashMap<Place, Lag>();
    committed.forEach((group, offsets) -> offsets.forEach((partition, offset) -> {
      if (Objects.isNull(offset) || !ends.containsKey(partition)) return;
      long behind = Math.max(0, ends.get(partition).offset() - offset.offset());
      lags.merge(new Place(group, partition.topic()), new Lag(1, behind), (lag, _) -> lag.plus(behind));
    }));
    var rows = new TreeMap<String, Json>();
    lags.forEach((place, lag) -> rows.put(place.group() + " " + place.topic(),
        Json.obj("group", Json.of(place.group()), "topic", Json.of(place.topic()))
            .with("partitions", Json.of(lag.partitions())).with("lag", Json.of(lag.records()))));
    return Json.list(List.copyOf(rows.values()));
  }

  private static <T> T await(KafkaFuture<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }
}
