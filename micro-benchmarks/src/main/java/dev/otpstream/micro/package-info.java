/** JMH benchmarks of the pieces that every code passes through. */
package dev.otpstream.micro;
