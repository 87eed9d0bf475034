package dev.otpstream.ingress.engine;

/** No answer came in time, or the order could not be handed over. Nothing was sent, counted or charged. */
public record EngineAway() implements SendReply, VerifyReply, CancelReply, StatusReply, ConsentReply, ErasureReply {}
