/** What hooks hear: one body and signature a format, pure. */
package dev.otpstream.webhooks.format;
