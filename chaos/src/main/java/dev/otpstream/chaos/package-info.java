/** {@code otp chaos}: the platform under faults, and what held. */
package dev.otpstream.chaos;
