/** The operators' page: what happens now, drawn from the public topics while somebody looks. */
package dev.otpstream.ingress.console;
