package dev.otpstream.kit.channel;

import dev.otpstream.schemas.DeliveryOutcome;
import dev.otpstream.schemas.Reason;
import java.util.List;

/**
 * What the engine is told about a send.
 *
 * @param reason       why not, in our words; null if it was sent
 * @param providerCode the provider's own word; null if there is none
 */
record SendReport(DeliveryOutcome outcome, List<String> providerMessageIds, int parts, Reason reason,
    String providerCode) {}
