/** The platform as real processes, each of which can be killed, frozen, stopped and started again. */
package dev.otpstream.chaos.processes;
