package dev.otpstream.kit.target;

/**
 * A place that must not be called.
 *
 * @param reason a stable lower-case word, for lists and metrics; never quotes the URL
 */
public record Forbidden(String reason) implements Target {
  /** No absolute URL with a host that names a place. */
  public static final Forbidden MALFORMED = new Forbidden("malformed-url");
  public static final Forbidden TOO_LONG = new Forbidden("url-too-long");
  public static final Forbidden SCHEME = new Forbidden("scheme");
  /** User names in URLs serve to disguise the host. */
  public static final Forbidden USER_INFO = new Forbidden("user-info");
  public static final Forbidden PORT = new Forbidden("port");
  /** A name that means the machine itself wherever it is looked up (RFC 6761). */
  public static final Forbidden LOCALHOST = new Forbidden("localhost");
  /** An address of this very machine, even if it is a public one. */
  public static final Forbidden OWN_ADDRESS = new Forbidden("own-address");

  static Forbidden address(String kind) {
    return new Forbidden("address-" + kind);
  }
}
