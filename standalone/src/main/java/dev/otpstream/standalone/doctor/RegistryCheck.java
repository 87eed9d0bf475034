package dev.otpstream.standalone.doctor;

import dev.otpstream.standalone.doctor.Finding.Well;
import dev.otpstream.standalone.doctor.Finding.Wrong;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Whether the schema registry answers, and answers us. */
record RegistryCheck(String url, Optional<String> basicAuth) {

  Finding look() {
    Map<String, String> headers = basicAuth.map(pair -> Map.of("Authorization",
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))).orElseGet(Map::of);
    HttpProbe.Answer answer = HttpProbe.get(url + "/subjects", headers);
    if (answer.status() == 0)
      return new Wrong("the schema registry does not answer at " + url + " (" + answer.why()
          + "): start it, or correct SCHEMA_REGISTRY_URL");
    if (answer.refused())
      return new Wrong("the schema registry at " + url
          + " refuses our credentials: correct SCHEMA_REGISTRY_BASIC_AUTH");
    if (answer.status() != 200 || !answer.json().isArray())
      return new Wrong("what answers at " + url + " is no schema registry (status " + answer.status()
          + "): correct SCHEMA_REGISTRY_URL, which ends where /subjects begins");
    return new Well("knows " + answer.json().size() + " subjects");
  }
}
