/** Status events in, signed HTTP calls out, retried for days. {@code StatusWebhooks} wires it. */
package dev.otpstream.webhooks;
