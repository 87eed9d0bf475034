package dev.otpstream.embedded.testing;

import org.apache.kafka.common.utils.AppInfoParser;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/** The broker of our Kafka's version in a container. The only class that needs Testcontainers. */
final class KafkaInDocker implements AutoCloseable {
  private final KafkaContainer container;

  KafkaInDocker() {
    container = new KafkaContainer("apache/kafka:" + AppInfoParser.getVersion())
        .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
        .withEnv("KAFKA_ADD_PARTITIONS_TO_TXN_RETRY_BACKOFF_MS", "1");
    container.start();
  }

  static boolean engineAnswers() {
    return DockerClientFactory.instance().isDockerAvailable();
  }

  String bootstrapServers() {
    return container.getBootstrapServers();
  }

  @Override public void close() {
    container.stop();
  }
}
