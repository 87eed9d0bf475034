/** The result of a run: one page for people, one JSON object for tools. */
package dev.otpstream.chaos.report;
