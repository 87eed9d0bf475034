/** What must hold whatever happens, each promise a class that judges {@link dev.otpstream.chaos.evidence.Evidence}. */
package dev.otpstream.chaos.promises;
