/** EngageLab's OTP API. */
package dev.otpstream.ingress.engagelab;
