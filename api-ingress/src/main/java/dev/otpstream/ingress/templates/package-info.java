/** Templates of accounts on a compacted topic. */
package dev.otpstream.ingress.templates;
