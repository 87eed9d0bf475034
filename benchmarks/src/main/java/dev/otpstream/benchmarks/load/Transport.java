package dev.otpstream.benchmarks.load;

import java.util.function.Consumer;

/** Carries calls to a server. For one thread. */
public interface Transport {
  /**
   * Sends a call. The reply comes out of a later {@link #poll}, always, at the latest when its time limit has passed.
   *
   * @param request a whole HTTP/1.1 request
   */
  void call(byte[] request, Consumer<Reply> reply);

  /**
   * Hands over the replies that are there. Waits for one if there is none, but no longer than this.
   *
   * @param waitNs may be zero or less: do not wait
   */
  void poll(long waitNs);
}
