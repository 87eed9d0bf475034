package dev.otpstream.benchmarks.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessesTest {
  @Test void ourOwnProcessUsesTimeAndMemory() {
    var us = new ProcessTree(List.of(ProcessHandle.current()));

    assertThat(us.cpu()).isPositive();
    assertThat(us.residentBytes().orElse(1)).isPositive();
    assertThat(us.residentPeakBytes().orElse(1)).isGreaterThanOrEqualTo(us.residentBytes().orElse(1) / 2);
  }

  @Test void whatCannotBeLookedAtIsQuiet() {
    assertThat(Quiet.await(new ProcessTree(List.of()), Duration.ofMinutes(1))).isLessThan(Duration.ofMinutes(1));
  }

  @Test void theHeapIsTheSumOfItsParts() {
    String metrics = """
        # TYPE jvm_memory_used_bytes gauge
        jvm_memory_used_bytes{area="heap",id="Eden Space"} 1.5E7
        jvm_memory_used_bytes{area="heap",id="Tenured Gen"} 3.0E7
        jvm_memory_used_bytes{area="nonheap",id="Metaspace"} 9.9E7
        """;

    assertThat(HeapMetric.usedBytes(metrics)).hasValue(4.5e7);
    assertThat(HeapMetric.usedBytes("up 1")).isEmpty();
  }

  @Test void noSettingLeadsALoadToRealProvidersOrData() {
    assertThat(List.of("TELEGRAM_GATEWAY_TOKEN", "SMPP_HOST", "KAFKA_BOOTSTRAP_SERVERS", "OTP_SEALING_KEYS"))
        .allMatch(OwnPlatform::leadsElsewhere);
    assertThat(List.of("PATH", "OTP_ENGINE_THREADS", "OTP_COMMIT_INTERVAL")).noneMatch(OwnPlatform::leadsElsewhere);
  }

  @Test void aCheckoutIsFoundFromWithinAndSaysWhatIsMissing(@TempDir Path home) throws Exception {
    Path jar = home.resolve("benchmarks/target/lib/benchmarks.jar");
    Files.createDirectories(home.resolve("standalone"));
    Files.createDirectories(jar.getParent());

    Checkout found = Checkout.above(jar);

    assertThat(found.home()).isEqualTo(home);
    assertThatExceptionOfType(NotBuilt.class).isThrownBy(found::platformJars).withMessageContaining("./otp up");
    assertThatExceptionOfType(NotBuilt.class).isThrownBy(() -> Checkout.above(Path.of("/")))
        .withMessageContaining("--url");
  }
}
