/** What happened, as the topics, the phones, the hooks and the callers have it; never as the product counts it. */
package dev.otpstream.chaos.evidence;
