/** What a run found, for people and for programs. */
package dev.otpstream.benchmarks.report;
