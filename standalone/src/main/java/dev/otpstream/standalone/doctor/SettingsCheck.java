package dev.otpstream.standalone.doctor;

import dev.otpstream.kit.Env;
import dev.otpstream.kit.Platform;
import dev.otpstream.standalone.Part;
import dev.otpstream.standalone.cli.Site;
import dev.otpstream.standalone.doctor.Finding.Well;
import dev.otpstream.standalone.doctor.Finding.Wrong;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whether the services would start with these settings: each reads them as it does when it starts, and stops there.
 *
 * @param parts the services that the settings are for
 */
record SettingsCheck(Site site, List<Part> parts) {

  Finding look() {
    var problems = new LinkedHashMap<String, TreeSet<String>>();
    for (Part part : parts)
      for (String problem : problems(part))
        if (!problem.startsWith("OTP_SEALING_KEYS")) // that is another check's
          problems.computeIfAbsent(problem, _ -> new TreeSet<>()).add(part.service());
    if (problems.isEmpty())
      return new Well("good for " + parts.stream().map(Part::service).collect(Collectors.joining(", ")));
    return new Wrong(problems.entrySet().stream().map(SettingsCheck::words).collect(Collectors.joining("; "))
        + ": correct the environment, see docs/operations.md, Settings");
  }

  private static String words(Map.Entry<String, TreeSet<String>> problem) {
    return problem.getKey() + " (" + String.join(", ", problem.getValue()) + ")";
  }

  private List<String> problems(Part part) {
    Env env = (site.embedded()
        ? site.env().withDefaults(Map.of("KAFKA_BOOTSTRAP_SERVERS",
            site.kafka(Optional.empty()).bootstrapServers(), "SCHEMA_REGISTRY_URL", site.registryUrl(),
            "OTP_SEALING_KEYS", site.keyFile().toString(), "OTP_ADMIN_TOKEN", "made at the first start"))
        : site.env())
        .rehearsal();
    try (var _ = part.start().apply(env, Platform.from(env))) {
      throw new IllegalStateException(part.service() + " starts although it must not");
    } catch (Env.BadSettings found) {
      return found.problems();
    }
  }
}
