/** The command line of the benchmarks. */
package dev.otpstream.benchmarks;
