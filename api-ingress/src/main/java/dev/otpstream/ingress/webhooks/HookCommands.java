package dev.otpstream.ingress.webhooks;

import dev.otpstream.schemas.WebhookDue;
import java.util.List;

/** What operators order. */
interface HookCommands {
  /** Tells hooks about events once more, each under its own id. */
  void redeliver(List<WebhookDue> orders) throws Unsent;

  /** Has an endpoint called again that was switched off. */
  void switchOn(String endpointId) throws Unsent;

  /** The orders are not surely in the log: perhaps none is, perhaps some are. Giving them again does no harm. */
  final class Unsent extends Exception {
    private static final long serialVersionUID = 1L;

    Unsent(Throwable cause) {
      super("orders cannot be given now", cause);
    }
  }
}
