package dev.otpstream.ingress.front;

import java.io.IOException;
import java.util.Optional;

/**
 * An answer that goes on: events, for as long as somebody listens. Implementations are thread-safe.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-sent events</a>
 */
public interface Feed {
  /** Where it is, by {@code GET}; compared to the letter. */
  String path();

  /** How to answer a call that gets no events; empty if it does. */
  Optional<Answer> refusal(Call call);

  /**
   * Sends events until there are no more. It has a thread of its own and may wait; a stopping service must make it end.
   *
   * @throws IOException if the listener is gone
   */
  void serve(Call call, Events events) throws IOException, InterruptedException;

  /** The way to a listener. */
  interface Events {
    /**
     * Sends one event and waits until it is on its way.
     *
     * @param data one line
     */
    void send(String data) throws IOException;
  }
}
