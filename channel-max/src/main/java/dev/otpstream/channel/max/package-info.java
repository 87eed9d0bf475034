/** The MAX channel: codes and consent through a bot of the MAX messenger. */
package dev.otpstream.channel.max;
