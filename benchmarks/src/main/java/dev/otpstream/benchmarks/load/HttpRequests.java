package dev.otpstream.benchmarks.load;

import java.nio.charset.StandardCharsets;

/** Writes requests that differ only in their JSON body. */
public final class HttpRequests {
  private final byte[] head;

  private HttpRequests(String head) {
    this.head = head.getBytes(StandardCharsets.US_ASCII);
  }

  /** @param authority host and port */
  public static HttpRequests post(String authority, String path) {
    return new HttpRequests("POST " + path + " HTTP/1.1\r\nHost: " + authority
        + "\r\nContent-Type: application/json\r\n");
  }

  /** A whole request without a body, without credentials. */
  public static byte[] get(String authority, String path) {
    return ("GET " + path + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  /** A whole request without a body, as somebody who shows this token. */
  public static byte[] get(String authority, String path, String bearer) {
    return ("GET " + path + " HTTP/1.1\r\nHost: " + authority + "\r\nAuthorization: Bearer " + bearer + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  public HttpRequests bearer(String token) {
    return new HttpRequests(new String(head, StandardCharsets.US_ASCII) + "Authorization: Bearer " + token + "\r\n");
  }

  /** A whole request. */
  public byte[] with(String json) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    byte[] length = ("Content-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    byte[] request = new byte[head.length + length.length + body.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(length, 0, request, head.length, length.length);
    System.arraycopy(body, 0, request, head.length + length.length, body.length);
    return request;
  }
}
