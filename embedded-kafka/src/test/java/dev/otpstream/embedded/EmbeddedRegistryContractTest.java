package dev.otpstream.embedded;

import dev.otpstream.embedded.testing.RegistryContract;
import dev.otpstream.embedded.testing.TestKafka;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class EmbeddedRegistryContractTest extends RegistryContract {
  private static TestKafka kafka;

  @BeforeAll static void start() {
    kafka = TestKafka.start();
  }

  @AfterAll static void stop() {
    kafka.close();
  }

  @Override protected String registryUrl() {
    return kafka.registryUrl();
  }
}
