/** The platform under load: starting it, preparing it, and what it costs. */
package dev.otpstream.benchmarks.platform;
