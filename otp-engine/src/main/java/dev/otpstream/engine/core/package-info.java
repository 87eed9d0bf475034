/**
 * The rules of messages and verifications, in plain Java: no Kafka, no Avro, no HTTP, no clock. State, commands and
 * effects are sealed families of records; time is an argument; the decision is a value. Start at {@link
 * dev.otpstream.engine.core.Rules}.
 */
package dev.otpstream.engine.core;
