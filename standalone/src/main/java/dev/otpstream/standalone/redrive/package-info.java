/** Puts dead letters back where they came from: {@link dev.otpstream.standalone.redrive.RedriveCommand}. */
package dev.otpstream.standalone.redrive;
