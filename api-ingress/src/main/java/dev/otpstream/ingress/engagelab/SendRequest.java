package dev.otpstream.ingress.engagelab;

import dev.otpstream.ingress.front.Phone;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A call that wants something sent, as it was understood. Prints without what it says.
 *
 * @param to       who; at least one
 * @param language as the template names it
 * @param params   values of the template's places
 * @param ownCode  the caller's code, if the call has one of its own
 */
record SendRequest(List<To> to, String templateId, String language, Map<String, String> params,
    Optional<String> ownCode) {
  SendRequest {
    to = List.copyOf(to);
    params = Map.copyOf(params);
  }

  /** Who is meant. */
  sealed interface To {
    record ByPhone(Phone phone) implements To {}

    /** Nobody sends e-mail here; templates say so when they are made. */
    record ByEmail() implements To {}
  }

  @Override public String toString() {
    return "SendRequest[" + templateId + "]";
  }
}
