/** Callers, their people and their hooks, by seed; each writes down what it was told. */
package dev.otpstream.chaos.load;
