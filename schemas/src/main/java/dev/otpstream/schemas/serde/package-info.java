/**
 * Avro in the Confluent wire format (a zero byte, the schema's id in four bytes, the record) with schemas in a registry
 * that speaks Confluent's REST API. Setting names are Confluent's, so that an operator may name another serde class.
 */
package dev.otpstream.schemas.serde;
