package dev.otpstream.acceptance;

import dev.otpstream.embedded.FreePorts;
import dev.otpstream.embedded.testing.RegistryContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** What we rely on in any registry holds in one that we did not write. */
class ApicurioContractTest extends RegistryContract {
  @TempDir
  private static Path folder;
  private static JavaProcess process;
  private static int port;

  @BeforeAll static void start() {
    port = FreePorts.next();
    process = Apicurio.start(port, folder.resolve("registry.log"));
  }

  @AfterAll static void stop() {
    process.kill();
  }

  @Override protected String registryUrl() {
    return Apicurio.url(port);
  }
}
