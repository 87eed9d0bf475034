/** Kaleyra's messages API. */
package dev.otpstream.ingress.kaleyra;
