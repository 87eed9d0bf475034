package dev.otpstream.kit;

/** A token or a password. Whoever needs the value must ask for it by name; printing gives nothing away. */
public record Secret(String reveal) {
  public boolean isEmpty() {
    return reveal.isEmpty();
  }

  @Override public String toString() {
    return "Secret[redacted]";
  }
}
