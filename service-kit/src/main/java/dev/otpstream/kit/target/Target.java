package dev.otpstream.kit.target;

/** What a caller's URL turned out to be. */
public sealed interface Target permits HookTarget, Forbidden {}
