package dev.otpstream.webhooks.format;

import java.util.Map;

/**
 * A call as it goes out. Prints neither URL nor headers nor body.
 *
 * @param method  the HTTP method
 * @param url     where to; still to be judged
 * @param headers signatures and the like; the content type of a body is understood
 * @param body    JSON; UTF-8 on the wire, and so it is signed; empty: the call has none
 */
public record HookRequest(String method, String url, Map<String, String> headers, String body) {
  public HookRequest {
    headers = Map.copyOf(headers);
  }

  static HookRequest post(Telling telling, Map<String, String> headers, String body) {
    return new HookRequest("POST", telling.url(), headers, body);
  }

  @Override public String toString() {
    return "HookRequest[" + method + ", " + body.length() + " characters]";
  }
}
