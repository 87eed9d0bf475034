package dev.otpstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.otpstream.embedded.testing.TestKafka;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** On a real broker. One broker for all, so that the topic that was there before comes first. */
@TestMethodOrder(OrderAnnotation.class)
class TopicAdminTest {
  private static final int PARTITIONS = 3;
  private static TestKafka kafka;
  private static Admin admin;

  @BeforeAll static void start() {
    kafka = TestKafka.start();
    admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  }

  @AfterAll static void stop() {
    admin.close();
    kafka.close();
  }

  @Test
  @Order(1) void aTopicThatWasThereStaysAndIsNamedIfItDiffers() throws Exception {
    admin.createTopics(List.of(new NewTopic(Topics.STATUS.name(), 1, (short) 1))).all().get(30, TimeUnit.SECONDS);

    List<String> problems = new TopicAdmin(admin).ensure(PARTITIONS, (short) 1);

    assertThat(problems).containsExactly("topic otp.status has 1 partitions, expected 3");
  }

  @Test
  @Order(2) void theCatalogueIsMade() throws Exception {
    var described = admin.describeTopics(admin.listTopics().names().get(30, TimeUnit.SECONDS)).allTopicNames().get(30,
        TimeUnit.SECONDS);
    for (Topic<?> topic : Topics.ALL)
      assertThat(described).as(topic.name()).containsKey(topic.name());
    assertThat(described.get("otp.commands").partitions()).hasSize(PARTITIONS);
    assertThat(described.get("otp.accounts").partitions()).hasSize(1);
    assertThat(described).containsKey(DeadLetters.TOPIC);
    assertThat(new TopicAdmin(admin).enginePartitions()).isEqualTo(PARTITIONS);
  }

  @Test
  @Order(3) void topicsAreKeptAsTheCatalogueSays() throws Exception {
    assertThat(config("otp.commands", "message.timestamp.type")).isEqualTo("LogAppendTime");
    assertThat(config("otp.commands", "retention.ms")).isEqualTo("3600000");
    assertThat(config("otp.replies", "message.timestamp.type")).isEqualTo("CreateTime");
    assertThat(config("otp.accounts", "cleanup.policy")).isEqualTo("compact");
    assertThat(config("otp.accounts", "delete.retention.ms")).as("tombstones").isEqualTo("86400000");
    assertThat(config("otp.accounts", "max.compaction.lag.ms")).as("what they delete").isEqualTo("86400000");
    for (Topic<?> topic : Topics.ALL)
      if (!topic.compacted() && !topic.equals(Topics.STATUS))
        assertThat(Long.parseLong(config(topic.name(), "segment.ms"))).as("%s: a segment is deleted whole", topic)
            .isLessThan(topic.retention().toMillis());
  }

  @Test
  @Order(4) void twiceIsFine() {
    assertThat(new TopicAdmin(admin).ensure(PARTITIONS, (short) 1)).hasSize(1);
  }

  @Test
  @Order(5) void eachDifferenceIsNamed() {
    var topics = new TopicAdmin(admin);
    assertThat(topics.compare(OptionalInt.of(PARTITIONS), (short) 1)).extracting(TopicDifference::topic).containsOnly(
        "otp.status");
    assertThat(topics.compare(OptionalInt.empty(), (short) 2)).extracting(TopicDifference::sentence).contains(
        "topic otp.status has 1 partitions instead of 3",
        "topic otp.status has retention.ms=604800000 instead of 2592000000",
        "topic otp.accounts has 1 copies of each record instead of 2");
  }

  @Test
  @Order(6) void aTopicThatIsNotThereIsMissing() throws Exception {
    admin.deleteTopics(List.of(Topics.WEBHOOKS.name())).all().get(30, TimeUnit.SECONDS);
    await().untilAsserted(() -> assertThat(new TopicAdmin(admin).compare(OptionalInt.of(PARTITIONS), (short) 1))
        .contains(TopicDifference.missing("otp.webhooks")));
    assertThat(new TopicAdmin(admin).describeExisting()).doesNotContainKey("otp.webhooks").containsKey("otp.accounts");
  }

  private static String config(String topic, String name) throws Exception {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Config config = admin.describeConfigs(List.of(resource)).all().get(30, TimeUnit.SECONDS).get(resource);
    return config.get(name).value();
  }
}
