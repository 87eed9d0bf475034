/** A messaging provider with an HTTP API of Kaleyra's form: SMS orders, callbacks, status queries. */
package dev.otpstream.simulators.kaleyra;
