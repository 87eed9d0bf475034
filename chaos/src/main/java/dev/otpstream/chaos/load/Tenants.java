package dev.otpstream.chaos.load;

import dev.otpstream.chaos.load.Http.Answer;
import dev.otpstream.chaos.processes.Site;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The accounts of a run. */
public final class Tenants {
  private static final int COUNT = 2;

  private Tenants() {}

  /** Makes them, by the operators' API. */
  public static List<Tenant> make(Site site) {
    try (var http = new Http()) {
      return IntStream.rangeClosed(1, COUNT).mapToObj(i -> make(http, site, "Tenant " + i)).toList();
    }
  }

  private static Tenant make(Http http, Site site, String name) {
    Answer made = http.post(site.urls().getFirst().resolve("/admin/v1/accounts"), Site.ADMIN_TOKEN, "", Map.of("name",
        name, "brand", Map.of("name", name, "description", "Chaos"), "route", List.of("telegram", "sms")));
    if (made.status() / 100 != 2) throw new IllegalStateException("no account: " + made.status());
    return new Tenant(made.body().path("id").asText(),
        made.body().path("zapnoty").path("api_key").asText(), made.body().path("webhook_secret").asText());
  }
}
