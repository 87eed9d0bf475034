package dev.otpstream.chaos.evidence;

import dev.otpstream.chaos.processes.Role;

/**
 * A fault that landed.
 *
 * @param kind              the fault's name
 * @param role              of the process it hit; null: of none
 * @param target            which process or provider
 * @param atMs              when
 * @param callsInFlight     calls that waited for an answer at that moment
 * @param insideTransaction whether the process was inside a transaction
 * @param partitions        of a killed engine: how many partitions it decided for
 * @param killed            whether a process died of it at once, without a chance to finish
 */
public record Landed(String kind, Role role, String target, long atMs, int callsInFlight, boolean insideTransaction,
    int partitions, boolean killed) {}
