package dev.otpstream.chaos.evidence;

/**
 * One partition's state in a store, beside what its changelog rebuilds to.
 *
 * @param keys    how many keys the store has
 * @param live    digest of all keys and values in the store
 * @param rebuilt digest of the same, folded from the changelog's first record
 */
public record StateCopy(String engine, int partition, long keys, String live, String rebuilt) {}
