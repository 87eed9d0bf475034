/** Who may call: accounts on a compacted topic, found by the digests of their credentials. */
package dev.otpstream.ingress.accounts;
