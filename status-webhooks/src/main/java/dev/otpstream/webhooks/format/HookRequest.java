package dev.otpstream.webhooks.format;

import java.util.Map;

/**
 * A POST of JSON. Prints neither body nor headers.
 *
 * @param headers signatures and the like; the content type is understood
 * @param body    JSON; UTF-8 on the wire, and so it is signed
 */
public record HookRequest(Map<String, String> headers, String body) {
  public HookRequest {
    headers = Map.copyOf(headers);
  }

  @Override public String toString() {
    return "HookRequest[" + body.length() + " characters]";
  }
}
