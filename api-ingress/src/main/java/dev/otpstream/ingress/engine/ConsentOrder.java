package dev.otpstream.ingress.engine;

import dev.otpstream.ingress.engine.SendOrder.HookOrder;
import dev.otpstream.ingress.engine.SendOrder.NewCode;
import dev.otpstream.ingress.engine.SendOrder.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What to send to whoever agrees by a link. Prints without the texts.
 *
 * @param purpose      what the code is for; empty: nothing in particular
 * @param code         the code to make
 * @param channels     the messengers that may be used, each with what it says; at least one
 * @param codeLifetime how long the code lives once it is sent
 * @param linkLifetime how long the link may be used
 * @param hooks        who wants to hear of the message
 * @param once         the caller's promise that two such orders are one
 */
public record ConsentOrder(String purpose, NewCode code, List<Step> channels, Duration codeLifetime,
    Duration linkLifetime, List<HookOrder> hooks, Optional<Once> once) {
  public ConsentOrder {
    if (channels.isEmpty()) throw new IllegalArgumentException("no channel");
    channels = List.copyOf(channels);
    hooks = List.copyOf(hooks);
  }
}
