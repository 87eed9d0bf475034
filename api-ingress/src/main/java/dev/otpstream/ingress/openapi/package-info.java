/** What the HTTP API offers, as OpenAPI and as a page for people. */
package dev.otpstream.ingress.openapi;
