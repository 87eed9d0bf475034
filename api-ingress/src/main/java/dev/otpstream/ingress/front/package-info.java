/** What all fronts share: the HTTP edge, the dialects' port, phone numbers, hook addresses. */
package dev.otpstream.ingress.front;
