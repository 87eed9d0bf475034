/** Puts dead letters back where they came from, each record at most once. */
package dev.otpstream.kit.redrive;
