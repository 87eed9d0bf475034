/** The command that puts dead letters back: {@link dev.otpstream.standalone.redrive.RedriveCommand}. */
package dev.otpstream.standalone.redrive;
