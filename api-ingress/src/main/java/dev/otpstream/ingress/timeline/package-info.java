/** For support staff: what happened to a message, without code or number. */
package dev.otpstream.ingress.timeline;
