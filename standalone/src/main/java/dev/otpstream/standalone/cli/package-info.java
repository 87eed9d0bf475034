/** What operators' commands are made of: where the platform is, how it is asked, how answers are printed. */
package dev.otpstream.standalone.cli;
