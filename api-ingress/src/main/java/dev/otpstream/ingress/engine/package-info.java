/** The engine as the fronts see it: orders in plain words, replies as values, Kafka behind one port. */
package dev.otpstream.ingress.engine;
