/** The rules of consent requests: a link, a messenger user's word, one owner. */
package dev.otpstream.engine.core.consent;
