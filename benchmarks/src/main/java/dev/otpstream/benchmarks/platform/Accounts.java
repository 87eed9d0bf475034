package dev.otpstream.benchmarks.platform;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** Makes accounts for loads. */
public final class Accounts {
  private Accounts() {}

  /**
   * A new account with the ordinary route, as the admin API answers it.
   *
   * @throws IllegalStateException if the platform does not make one
   */
  public static JsonNode create(Platform platform, String name) {
    return new JsonApi(platform.url()).post("/admin/v1/accounts", platform.adminToken(),
        Map.of("name", name, "brand", Map.of("name", name, "description", "load"), "route",
            List.of("telegram", "sms")));
  }
}
