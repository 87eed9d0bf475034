/** JSON that keeps what callers wrote, digit by digit, and refuses what they should not have written. */
package dev.otpstream.ingress.json;
