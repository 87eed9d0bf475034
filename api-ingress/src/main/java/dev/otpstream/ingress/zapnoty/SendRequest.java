package dev.otpstream.ingress.zapnoty;

import dev.otpstream.ingress.accounts.Caller;
import dev.otpstream.ingress.engine.SendOrder.HookOrder;
import dev.otpstream.ingress.engine.SendOrder.Step;
import dev.otpstream.ingress.engine.VerifyTimeouts;
import dev.otpstream.ingress.front.Channels;
import dev.otpstream.ingress.front.ChatAddress;
import dev.otpstream.ingress.front.Phone;
import dev.otpstream.ingress.front.Recipient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a send asks for, beside its recipient. Prints without its text.
 *
 * @param channels where a number is to be reached; empty: by the account's route
 * @param text     what the message says, with a place for the code; empty: what the sender's template says
 * @param timeouts how long the code may stay unverified, as far as the request says it
 */
record SendRequest(int ttlMinutes, int attempts, int codeLength, String purpose, Optional<List<String>> channels,
    Optional<HookOrder> hook, Optional<String> text, VerifyTimeouts timeouts) {
  Duration lifetime() {
    return Duration.ofMinutes(ttlMinutes);
  }

  /** A number is tried by several channels, a subscriber where they agreed. */
  List<Step> route(Caller caller, Recipient recipient) {
    return timeouts.or(VerifyTimeouts.of(caller.settings())).on(steps(caller, recipient));
  }

  private List<Step> steps(Caller caller, Recipient recipient) {
    String wording = text.orElseGet(() -> Wording.of(caller, ttlMinutes));
    return switch (recipient) {
      case Phone _ -> channels.orElse(caller.route()).stream().map(channel -> byNumber(channel, wording)).toList();
      case ChatAddress chat -> List.of(step(chat.channel(), wording));
    };
  }

  /** Telegram's gateway has a wording of its own and takes no other. */
  private static Step byNumber(String channel, String wording) {
    return channel.equals(Channels.SMS)
        ? step(channel, wording)
        : new Step(channel, Optional.empty(), Optional.empty());
  }

  private static Step step(String channel, String wording) {
    return new Step(channel, Optional.of(wording), Optional.empty());
  }

  @Override public String toString() {
    return "SendRequest[redacted]";
  }
}
