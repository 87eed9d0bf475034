/**
 * What the channel workers share. A {@link dev.otpstream.kit.channel.Channel} is one port with one adapter per
 * provider; the loop around it consumes dispatches, asks the channel, reports the outcome and only then acknowledges.
 */
package dev.otpstream.kit.channel;
