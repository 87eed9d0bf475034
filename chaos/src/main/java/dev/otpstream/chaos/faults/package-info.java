/** What is done to the platform, by seed. */
package dev.otpstream.chaos.faults;
