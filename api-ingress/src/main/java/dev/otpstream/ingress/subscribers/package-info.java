/** Messenger users who agreed to get messages: a compacted topic that the engine writes, held in memory. */
package dev.otpstream.ingress.subscribers;
