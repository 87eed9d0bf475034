package dev.otpstream.standalone.doctor;

import dev.otpstream.kit.Secret;
import dev.otpstream.standalone.doctor.Finding.Well;
import dev.otpstream.standalone.doctor.Finding.Wrong;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Whether a running platform serves operators, and so knows its accounts. */
record ApiCheck(URI url, Optional<Secret> token) {

  Finding look() {
    if (token.isEmpty())
      return new Wrong("there is no admin token: set OTP_ADMIN_TOKEN, or OTP_DATA_DIR to the folder of otp up");
    HttpProbe.Answer answer = HttpProbe.get(url + "/admin/v1/accounts?limit=1",
        Map.of("Authorization", "Bearer " + token.get().reveal()));
    if (answer.status() == 200) return new Well("serves operators");
    if (answer.refused())
      return new Wrong("the platform at " + url + " refuses the admin token: set OTP_ADMIN_TOKEN to the one it was "
          + "started with");
    return new Wrong(answer.status() == 0
        ? "the platform does not answer at " + url + " (" + answer.why() + "): start it, or name it with --url"
        : "the platform at " + url + " answers " + answer.status() + ": look at /readyz and the log of api-ingress");
  }
}
