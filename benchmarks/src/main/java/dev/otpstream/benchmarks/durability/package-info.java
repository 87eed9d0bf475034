/** Measurements with many live codes: how they fill, restore, expire and what each costs. */
package dev.otpstream.benchmarks.durability;
