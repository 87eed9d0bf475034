package dev.otpstream.embedded.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TestKafkaTest {
  private final ClassLoader usual = Thread.currentThread().getContextClassLoader();

  @AfterEach void restore() {
    Thread.currentThread().setContextClassLoader(usual);
  }

  @Test void withoutTestcontainersOnTheClassPathItIsEmbedded() throws Exception {
    try (var withoutTestcontainers = new URLClassLoader(classPathWithout("testcontainers"), null)) {
      Thread.currentThread().setContextClassLoader(withoutTestcontainers); // Kafka loads some of its classes by it
      Class<?> testKafka = withoutTestcontainers.loadClass(TestKafka.class.getName());

      try (var kafka = (AutoCloseable) testKafka.getMethod("start").invoke(null)) {
        assertThat((String) testKafka.getMethod("bootstrapServers").invoke(kafka)).startsWith("127.0.0.1:");
      }
    }
  }

  private static URL[] classPathWithout(String word) {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> !entry.contains(word)).map(TestKafkaTest::url).toArray(URL[]::new);
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
