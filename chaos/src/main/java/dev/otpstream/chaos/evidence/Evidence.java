package dev.otpstream.chaos.evidence;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that happened in a run.
 *
 * @param calls       what callers asked and were told
 * @param changes     status events of each message, in the order of the log
 * @param orders      dispatches in the log
 * @param arrivals    what phones got
 * @param hooked      ids of the events that the log says a hook wants
 * @param hookCalls   what hooks got, in the order of arrival
 * @param hooksFailed ids of the events that are listed as failed
 * @param faults      what was done to the platform
 * @param poison      records that nobody can read, by topic, partition and offset
 * @param buried      origins of the dead letters, in the same words
 * @param copies      state in stores and in changelogs
 * @param partitions  how many partitions of state there are
 * @param bytesRead   how many bytes of topics, stores and logs were searched for codes and numbers
 * @param leaks       what was found there
 */
public record Evidence(List<Call> calls, Map<Long, List<Change>> changes, List<Ordered> orders, List<Arrival> arrivals,
    Set<String> hooked, List<HookCall> hookCalls, Set<String> hooksFailed, List<Landed> faults, Set<String> poison,
    Set<String> buried, List<StateCopy> copies, int partitions, long bytesRead, List<Leak> leaks) {}
