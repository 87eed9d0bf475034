package dev.otpstream.webhooks.format;

import dev.otpstream.schemas.StatusEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One vendor's way to tell a hook about an event. Another vendor's is another format, never a flag in this one. */
public interface HookFormat {
  /** As accounts and orders name it; also a metric tag. */
  String name();

  /** What happened, in the format's word; empty if it has none for it, and then nothing is told. */
  Optional<String> word(StatusEvent event);

  /** Writes the request. */
  HookRequest write(Telling telling);

  /** Whether a caller without a signing secret can be told nothing. */
  default boolean mustBeSigned() {
    return false;
  }

  /** Whether the recipient's full address is told: some callers match by it. */
  default boolean tellsRecipient() {
    return false;
  }

  /** The format of a name, if there is one. */
  static Optional<HookFormat> named(String name) {
    return Optional.ofNullable(Known.BY_NAME.get(name));
  }

  /** The names of all formats. */
  static Set<String> names() {
    return Known.BY_NAME.keySet();
  }

  /** All formats there are. */
  final class Known {
    private static final Map<String, HookFormat> BY_NAME = List.of(new AlphaSmsFormat(), new NativeFormat(),
        new ZapnotyFormat(), new ZapnotyOlderFormat(), new EngagelabFormat(), new KaleyraFormat()).stream()
        .collect(Collectors.toUnmodifiableMap(HookFormat::name, Function.identity()));

    private Known() {}
  }
}
