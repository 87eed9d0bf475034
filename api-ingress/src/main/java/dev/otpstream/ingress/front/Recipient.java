package dev.otpstream.ingress.front;

/** Who is told something. Prints masked. */
public sealed interface Recipient permits Phone, ChatAddress {
  /** Where a channel finds them. */
  String address();

  /** The address as people may see it. */
  String masked();
}
