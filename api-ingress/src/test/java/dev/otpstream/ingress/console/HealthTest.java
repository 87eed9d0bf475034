package dev.otpstream.ingress.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.schemas.HealthSecond;
import dev.otpstream.schemas.HealthWindow;
import dev.otpstream.schemas.ProviderHealth;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private final Health health = new Health();

  @Test void whatPartitionsSayOfAProviderIsAddedUp() {
    health.take(told(0, window("gateway", second(-10, 5, 4, 1))));
    health.take(told(1, window("gateway", second(-20, 3, 3, 0), second(-5, 2, 1, 0))));

    assertThat(health.json(NOON).text()).isEqualTo(
        "[{\"channel\":\"telegram\",\"provider\":\"gateway\",\"asked\":10,\"well\":8,\"failed\":1}]");
  }

  @Test void theNewestWordOfAPartitionCounts() {
    health.take(told(0, window("gateway", second(-10, 5, 0, 5))));
    health.take(told(0, window("gateway", second(-8, 1, 1, 0))));

    assertThat(health.json(NOON).text()).contains("\"asked\":1,\"well\":1,\"failed\":0");
  }

  @Test void whatIsOlderThanAMinuteAndWholeChannelsAreLeftOut() {
    health.take(told(0, window("gateway", second(-61, 5, 0, 5)), window(null, second(-1, 5, 5, 0))));

    assertThat(health.json(NOON).text()).isEqualTo(
        "[{\"channel\":\"telegram\",\"provider\":\"gateway\",\"asked\":0,\"well\":0,\"failed\":0}]");
  }

  private static ProviderHealth told(int partition, HealthWindow... windows) {
    return new ProviderHealth(partition, List.of(windows), NOON);
  }

  private static HealthWindow window(String provider, HealthSecond... seconds) {
    return new HealthWindow("telegram", provider, List.of(seconds));
  }

  private static HealthSecond second(long ago, int asked, int well, int failed) {
    return new HealthSecond(NOON.getEpochSecond() + ago, asked, well, failed, 100L);
  }
}
