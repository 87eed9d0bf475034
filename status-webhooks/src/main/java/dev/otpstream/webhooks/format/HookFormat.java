package dev.otpstream.webhooks.format;

import dev.otpstream.schemas.WebhookDue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One vendor's way to tell a hook about an event. Another vendor's is another format, never a flag in this one. */
public interface HookFormat {
  /** As accounts and orders name it; also a metric tag. */
  String name();

  /**
   * Writes the request.
   *
   * @param now goes into the signature, so that a receiver can refuse what was recorded and sent again
   */
  HookRequest write(WebhookDue due, SigningKeys keys, Instant now);

  /** Whether a caller without a signing secret can be told nothing. */
  boolean mustBeSigned();

  /** The format of a name, if there is one. */
  static Optional<HookFormat> named(String name) {
    return Optional.ofNullable(Known.BY_NAME.get(name));
  }

  /** All formats there are. */
  final class Known {
    private static final Map<String, HookFormat> BY_NAME = List.of(new AlphaSmsFormat(), new NativeFormat()).stream()
        .collect(Collectors.toUnmodifiableMap(HookFormat::name, Function.identity()));

    private Known() {}
  }
}
