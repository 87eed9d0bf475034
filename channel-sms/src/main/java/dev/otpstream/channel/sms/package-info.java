/**
 * The SMS worker. {@link dev.otpstream.channel.sms.SmppChannel} speaks SMPP 3.4: {@code Links} keep sessions with the
 * centre alive, {@code Segments} cut texts, {@code CommandStatus} and {@code ReceiptReader} say what the centre's words
 * mean.
 */
package dev.otpstream.channel.sms;
