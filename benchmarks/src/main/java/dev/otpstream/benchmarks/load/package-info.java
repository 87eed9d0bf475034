/** The load generator: when operations start, how calls travel, what is recorded. Knows nothing of the product. */
package dev.otpstream.benchmarks.load;
