/** AlphaSMS's JSON gateway. */
package dev.otpstream.ingress.alphasms;
