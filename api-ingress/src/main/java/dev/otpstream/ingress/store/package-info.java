/** What the ingress keeps: compacted topics, held in memory and written to. */
package dev.otpstream.ingress.store;
