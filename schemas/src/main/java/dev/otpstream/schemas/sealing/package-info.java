/**
 * What keeps codes, numbers and texts unreadable in Kafka: authenticated encryption and keyed digests (Google Tink),
 * with keys from a file that Kafka never sees.
 */
package dev.otpstream.schemas.sealing;
