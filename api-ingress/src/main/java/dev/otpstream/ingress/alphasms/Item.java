package dev.otpstream.ingress.alphasms;

import dev.otpstream.ingress.engine.CallerId;
import dev.otpstream.ingress.engine.SendOrder;
import dev.otpstream.ingress.json.Json;

/** One request of a batch, as it was understood. */
sealed interface Item {
  /** The caller's id as it came, to be echoed; null if there is none to echo. */
  Json id();

  /** Tell somebody something. */
  record Send(Json id, SendOrder order, int parts) implements Item {}

  /** Where does a message stand? */
  record Status(Json id, CallerId message) implements Item {}

  /** How much money is left? */
  record Balance(Json id) implements Item {}

  /** Something that cannot be done, and the documented word for it. */
  record Refused(Json id, String error) implements Item {}
}
