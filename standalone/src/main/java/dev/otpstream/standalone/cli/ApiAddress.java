package dev.otpstream.standalone.cli;

import dev.otpstream.kit.Secret;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which running platform a command talks to. */
public final class ApiAddress {
  @Option(names = "--url", paramLabel = "URL", description = "Where the platform's API is; else the one that otp up started on OTP_DATA_DIR, else http://127.0.0.1:8080.")
  private Optional<URI> url = Optional.empty();

  /** The address; empty if none was named. */
  public Optional<URI> named() {
    return url;
  }

  /** The operators' API there. */
  public Api operators(Site site) {
    Secret token = site.adminToken().orElseThrow(
        () -> new Failure("there is no admin token: set OTP_ADMIN_TOKEN, or OTP_DATA_DIR to the folder of otp up"));
    return new Api(url.orElseGet(site::url), "Bearer " + token.reveal(),
        "the platform refuses the admin token: set OTP_ADMIN_TOKEN to the one it was started with");
  }

  /** The API there for callers with other credentials. */
  public Api callers(Site site, String authorization, String onRefusal) {
    return new Api(url.orElseGet(site::url), authorization, onRefusal);
  }
}
