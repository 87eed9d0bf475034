package dev.otpstream.ingress.webhooks;

import dev.otpstream.schemas.WebhookEndpoint;
import dev.otpstream.schemas.WebhookEndpointState;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * An endpoint over all partitions of the scheduler.
 *
 * @param last          what was said of it last
 * @param off           whether any partition has switched it off
 * @param failingSince  the earliest
 * @param switchedOffAt the earliest; null: no partition has
 */
record EndpointStates(WebhookEndpoint last, boolean off, Instant failingSince, Instant switchedOffAt) {
  /** Those that fail longest first. */
  static List<EndpointStates> of(Collection<WebhookEndpoint> said) {
    return said.stream().collect(Collectors.groupingBy(WebhookEndpoint::getId)).values().stream()
        .map(EndpointStates::merged)
        .sorted(Comparator.comparing(EndpointStates::failingSince).thenComparing(one -> one.last().getId())).toList();
  }

  private static EndpointStates merged(List<WebhookEndpoint> one) {
    return new EndpointStates(one.stream().max(Comparator.comparing(WebhookEndpoint::getAt)).orElseThrow(),
        one.stream().anyMatch(part -> part.getState() == WebhookEndpointState.OFF),
        one.stream().map(WebhookEndpoint::getFailingSince).min(Comparator.naturalOrder()).orElseThrow(),
        one.stream().map(WebhookEndpoint::getSwitchedOffAt).filter(Objects::nonNull).min(Comparator.naturalOrder())
            .orElse(null));
  }
}
