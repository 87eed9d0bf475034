/** What a service on Kafka Streams needs besides its topology. */
package dev.otpstream.streams;
