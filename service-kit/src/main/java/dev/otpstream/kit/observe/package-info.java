/**
 * What operators see: {@link dev.otpstream.kit.observe.Meters} are the numbers, {@link dev.otpstream.kit.observe.Tracing}
 * follows one call through all services.
 */
package dev.otpstream.kit.observe;
