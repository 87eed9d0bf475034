/** Telegram as a bot sees it, and the people who talk to that bot. */
package dev.otpstream.simulators.telegrambot;
