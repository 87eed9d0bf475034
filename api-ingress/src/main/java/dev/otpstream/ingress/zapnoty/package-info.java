/** Zapnoty's OTP API, which is also our own: with further optional fields and operations. */
package dev.otpstream.ingress.zapnoty;
