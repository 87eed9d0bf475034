/**
 * {@code otp doctor}: looks at everything the platform stands on, and says of each thing in one sentence how it is; where
 * something is wrong, what to do. It changes nothing.
 */
package dev.otpstream.standalone.doctor;
