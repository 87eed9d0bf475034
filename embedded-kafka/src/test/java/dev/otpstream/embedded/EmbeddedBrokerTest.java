package dev.otpstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
  @TempDir
  private Path folder;

  @Test void aStoppedBrokerStartsAgainOnItsFolderWithIdAndRecords() {
    String clusterId;
    try (var broker = EmbeddedBroker.start(BrokerConfig.in(folder))) {
      clusterId = broker.clusterId();
      var topic = new NumbersTopic(broker.bootstrapServers());
      topic.createIfMissing();
      topic.append(1, 2, 3);
    }

    try (var again = EmbeddedBroker.start(BrokerConfig.in(folder))) {
      assertThat(again.clusterId()).isEqualTo(clusterId);
      assertThat(new NumbersTopic(again.bootstrapServers()).readAll()).containsExactly(1, 2, 3);
    }
  }

  @Test void aWantedPortIsServedAndAdvertisedOnLoopback() {
    int port = FreePorts.next();

    try (var broker = EmbeddedBroker.start(BrokerConfig.in(folder).withPort(port))) {
      assertThat(broker.bootstrapServers()).isEqualTo("127.0.0.1:" + port);
      assertThat(NumbersTopic.advertisedBy(broker.bootstrapServers())).isEqualTo(List.of("127.0.0.1:" + port));
    }
  }

  @Test void aTakenPortIsRefusedByName() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      var config = BrokerConfig.in(folder).withPort(taken.getLocalPort());

      assertThatThrownBy(() -> EmbeddedBroker.start(config)).isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(String.valueOf(taken.getLocalPort()));
    }
  }

  @Test void aFolderInUseIsRefusedAndItsBrokerGoesOn() {
    try (var broker = EmbeddedBroker.start(BrokerConfig.in(folder))) {
      assertThatThrownBy(() -> EmbeddedBroker.start(BrokerConfig.in(folder))).isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("another broker");

      var topic = new NumbersTopic(broker.bootstrapServers());
      topic.createIfMissing();
      topic.append(7);
      assertThat(topic.readAll()).containsExactly(7);
    }
  }

  @Test void furtherPropertiesWin() {
    var config = BrokerConfig.in(folder).withProperties(Map.of("auto.create.topics.enable", "true"));

    try (var broker = EmbeddedBroker.start(config)) {
      var topic = new NumbersTopic(broker.bootstrapServers());
      topic.append(4);
      assertThat(topic.readAll()).containsExactly(4);
    }
  }

  /** What coordinators read again at a start; see ADR 17. */
  @Test void logsOfCoordinatorsAreCutShortOnceTheyAreThereAndAtEachStart() throws Exception {
    try (var broker = EmbeddedBroker.start(BrokerConfig.in(folder)); var admin = admin(broker)) {
      commitAnOffsetInATransaction(new NumbersTopic(broker.bootstrapServers()));
      awaitCutShort(admin);
      for (String name : CoordinatorLogs.TOPICS) // as they were made before
        admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, name), List.of(
            new AlterConfigOp(new ConfigEntry("segment.bytes", "104857600"), AlterConfigOp.OpType.SET)))).all().get();
    }
    try (var again = EmbeddedBroker.start(BrokerConfig.in(folder)); var admin = admin(again)) {
      awaitCutShort(admin);
    }
  }

  private static Admin admin(EmbeddedBroker broker) {
    return Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()));
  }

  private static void awaitCutShort(Admin admin) {
    for (String name : CoordinatorLogs.TOPICS)
      await(name).atMost(30, TimeUnit.SECONDS).untilAsserted(() -> {
        var place = new ConfigResource(ConfigResource.Type.TOPIC, name);
        Config config = admin.describeConfigs(List.of(place)).all().get().get(place);
        CoordinatorLogs.SETTINGS.forEach((key, value) -> assertThat(config.get(key).value()).as(key).isEqualTo(value));
        assertThat(config.get("cleanup.policy").value()).isEqualTo("compact");
      });
  }

  private static void commitAnOffsetInATransaction(NumbersTopic topic) {
    topic.createIfMissing();
    try (var producer = topic.producer(Map.of("transactional.id", "t", "transaction.timeout.ms", 10_000));
        var consumer = topic.consumer(Map.of("group.id", "g"))) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.sendOffsetsToTransaction(Map.of(new TopicPartition(topic.name(), 0), new OffsetAndMetadata(0)),
          consumer.groupMetadata());
      producer.commitTransaction();
    }
  }

  @Test void closingTwiceIsFine() {
    var broker = EmbeddedBroker.start(BrokerConfig.in(folder));
    broker.close();
    broker.close();
  }
}
