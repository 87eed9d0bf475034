/** What callers do, as load: each scenario with what it has to prepare. */
package dev.otpstream.benchmarks.scenarios;
