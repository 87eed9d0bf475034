/** The MAX messenger: its Bot API over long polling and webhooks, and the people who talk to the bot. */
package dev.otpstream.simulators.max;
