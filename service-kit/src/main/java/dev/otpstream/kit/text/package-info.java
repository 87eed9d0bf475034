/** What a text costs as an SMS. Pure calculus, shared by whoever accepts a text and whoever sends it. */
package dev.otpstream.kit.text;
