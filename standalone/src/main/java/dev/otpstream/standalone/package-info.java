/**
 * Everything in one JVM beside a real embedded Kafka broker and a schema registry: the default way to run, to try and to
 * test. {@link dev.otpstream.standalone.Standalone} starts the very services that also run as processes of their own.
 */
package dev.otpstream.standalone;
