package dev.otpstream.chaos.load;

/** An account and what its owner was shown once. Prints nothing of it. */
public record Tenant(String accountId, String apiKey, String webhookSecret) {
  @Override public String toString() {
    return "Tenant[" + accountId + "]";
  }
}
