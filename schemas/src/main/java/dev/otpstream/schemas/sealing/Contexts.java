package dev.otpstream.schemas.sealing;

/** The contexts in which things are sealed. What was sealed in one never opens in another. */
public final class Contexts {
  private Contexts() {}

  public static String recipient(String accountId) {
    return "recipient/" + accountId;
  }

  public static String text(String accountId) {
    return "text/" + accountId;
  }

  public static String guess(String accountId) {
    return "guess/" + accountId;
  }

  public static String hook(String accountId) {
    return "hook/" + accountId;
  }

  public static String secret(String accountId) {
    return "secret/" + accountId;
  }

  public static String chat(String channel) {
    return "chat/" + channel;
  }

  public static String profile(String channel) {
    return "profile/" + channel;
  }

  public static String code(long messageId) {
    return "code/" + messageId;
  }
}
