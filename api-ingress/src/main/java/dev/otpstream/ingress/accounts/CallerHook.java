package dev.otpstream.ingress.accounts;

import java.util.List;

/**
 * An endpoint that hears of all messages of an account. Prints without its URL.
 *
 * @param id     unique within the account; its calls are signed with what the account keeps under it
 * @param format which body and signature it reads
 * @param events what it wants to hear, in the words of its front; empty: all
 */
public record CallerHook(String id, String format, String url, List<String> events) {
  public CallerHook {
    events = List.copyOf(events);
  }

  @Override public String toString() {
    return "CallerHook[" + id + "]";
  }
}
