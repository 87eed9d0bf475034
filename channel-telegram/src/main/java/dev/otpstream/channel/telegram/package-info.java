/** The Telegram channel: numeric codes through Telegram's verification gateway, and its delivery reports. */
package dev.otpstream.channel.telegram;
