/**
 * What the messenger bots share. A {@link dev.otpstream.kit.bot.Messenger} is one port with one adapter per messenger;
 * {@link dev.otpstream.kit.bot.BotService} around it listens in one worker of the cluster, tells the engine what users
 * say, says what the engine orders, and delivers codes to chats.
 */
package dev.otpstream.kit.bot;
