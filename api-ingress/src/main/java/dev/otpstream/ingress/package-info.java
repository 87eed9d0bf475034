/** The ingress as a service. */
package dev.otpstream.ingress;
