/**
 * SMS by Kaleyra's HTTP API. {@link dev.otpstream.channel.sms.kaleyra.KaleyraChannel} sends; what becomes of a message is
 * told by callbacks and asked for by queries.
 */
package dev.otpstream.channel.sms.kaleyra;
