package dev.otpstream.streams;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a topology runs.
 *
 * @param application    names the consumer group, the changelogs and the transactions; never changes
 * @param stateDir       where the state stores live; a copy of what Kafka keeps
 * @param threads        stream threads
 * @param standbys       warm copies of each partition's state on other processes
 * @param commitInterval how long a transaction stays open: the floor of every answer's latency
 * @param takeover       how long the partitions and the open transaction of a dead process are left to it
 * @param instanceId     a name that stays the same over restarts of this process; empty: a new one each time
 */
public record StreamsSettings(String application, Path stateDir, int threads, int standbys, Duration commitInterval,
    Duration takeover, Optional<String> instanceId) {
  /** What brokers grant without a change of theirs. */
  public static final Duration TAKEOVER_DEFAULT = Duration.ofSeconds(6);
}
