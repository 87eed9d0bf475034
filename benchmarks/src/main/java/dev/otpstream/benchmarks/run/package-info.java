/** One measurement: a scenario on a platform, from preparation to report. */
package dev.otpstream.benchmarks.run;
