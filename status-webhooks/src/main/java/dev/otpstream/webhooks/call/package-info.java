/** One call order in, one signed HTTP call out, one outcome back; no retry here and no state. */
package dev.otpstream.webhooks.call;
