package dev.otpstream.ingress;

import dev.otpstream.ingress.accounts.Caller;
import dev.otpstream.ingress.accounts.Callers;
import dev.otpstream.ingress.accounts.Front;
import java.util.List;
import java.util.Map;

/** One account whose secret is {@link #KEY} on every front, and one that is disabled. */
public final class FakeCallers implements Callers {
  public static final String KEY = "bb56a4369eb19cfec6d1776bd25";
  public static final String DISABLED_KEY = "disabled-bb56a4369eb19cfec6d";
  public static final String ACCOUNT = "acc_1";
  private final Map<String, String> settings;

  public FakeCallers(Map<String, String> settings) {
    this.settings = settings;
  }

  public FakeCallers() {
    this(Map.of());
  }

  @Override public Identity identify(Front front, String name, String secret) {
    return switch (secret) {
      case KEY -> new Identity.Known(new Caller(ACCOUNT, "Acme", List.of("telegram", "sms"), settings));
      case DISABLED_KEY -> new Identity.Disabled();
      default -> new Identity.Unknown();
    };
  }
}
