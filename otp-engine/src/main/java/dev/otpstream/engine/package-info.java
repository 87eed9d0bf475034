/**
 * Carries the rules of {@link dev.otpstream.engine.core} on Kafka Streams: {@code EngineTopology} names every source,
 * store and sink, {@code EngineProcessor} reads, {@code Decider} loads, asks the rules and stores what they decided.
 */
package dev.otpstream.engine;
