package dev.otpstream.ingress.front;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One HTTP request as an operation sees it. Prints as redacted. */
public final class Call {
  public static final String AUTHORIZATION = "authorization";
  public static final String CONTENT_TYPE = "content-type";
  public static final String IDEMPOTENCY_KEY = "idempotency-key";
  public static final String API_KEY = "api-key";
  private static final String BEARER = "bearer ";
  private final Map<String, String> headers;
  private final Map<String, String> parameters;
  private final String query;
  private final byte[] body;

  /**
   * @param headers    the headers that dialects read, by their lower-case names
   * @param parameters what stands in the varying parts of the path
   * @param query      the URL's query as it came, percent-coded; empty if there is none
   * @param body       the body, read whole
   */
  public Call(Map<String, String> headers, Map<String, String> parameters, String query, byte[] body) {
    this.headers = Map.copyOf(headers);
    this.parameters = Map.copyOf(parameters);
    this.query = query;
    this.body = body;
  }

  /** A call without a query. */
  public Call(Map<String, String> headers, Map<String, String> parameters, byte[] body) {
    this(headers, parameters, "", body);
  }

  /** What stands in a varying part of the path. */
  public String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }

  /** The URL's query as it came, percent-coded; empty if there is none. */
  public String query() {
    return query;
  }

  public byte[] body() {
    return body;
  }

  public Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName));
  }

  /** Whether the caller says that the body is {@code application/json}, with whatever parameters. */
  public boolean isJson() {
    return mediaType().equals("application/json");
  }

  /** What the caller says the body is, in lower case and without parameters; empty if the caller does not say. */
  public String mediaType() {
    String type = headers.getOrDefault(CONTENT_TYPE, "");
    int end = type.indexOf(';');
    return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  /** The token of a {@code Bearer} authorization (RFC 6750), if there is one. */
  public Optional<String> bearer() {
    return header(AUTHORIZATION).filter(value -> value.toLowerCase(Locale.ROOT).startsWith(BEARER))
        .map(value -> value.substring(BEARER.length()).strip()).filter(token -> !token.isEmpty());
  }

  @Override public String toString() {
    return "Call[redacted]";
  }
}
