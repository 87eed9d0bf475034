/** For operators: what hooks would not hear of, to be sent again, and endpoints that fail. */
package dev.otpstream.ingress.webhooks;
