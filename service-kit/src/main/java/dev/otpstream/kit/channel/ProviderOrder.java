package dev.otpstream.kit.channel;

import java.util.List;

/** Which providers of a channel a dispatch may go to. Thread-safe. */
@FunctionalInterface
public interface ProviderOrder {
  /**
   * The names of the providers to ask, the preferred one first.
   *
   * @return at least one of those that the worker has
   */
  List<String> of(OpenDispatch dispatch);
}
