package dev.otpstream.engine.core;

import java.time.Instant;
import java.util.Optional;

/**
 * One change of one message.
 *
 * @param sequence     counts from 1 within the message, without gaps
 * @param state        where the message stands after it
 * @param channel      the channel it is about; empty: the message as a whole
 * @param dispatch     the dispatch it is about; 0: the message as a whole
 * @param attemptsLeft for {@link EventType#ATTEMPT_FAILED}, else -1
 * @param parts        how many parts the text took
 * @param choice       for {@link EventType#DISPATCHED}: why it is this channel's turn
 */
public record Event(long messageId, int sequence, EventType type, State state, Instant at, Optional<String> channel,
    int dispatch, Optional<String> provider, Optional<Reason> reason, Optional<String> providerCode, int attemptsLeft,
    int parts, Optional<Choice> choice) {}
