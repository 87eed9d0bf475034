/** All goals measured by one command, and the page that tells of them. */
package dev.otpstream.benchmarks.goals;
