package dev.otpstream.ingress;

import dev.otpstream.ingress.accounts.Caller;
import dev.otpstream.ingress.accounts.CallerHook;
import dev.otpstream.ingress.accounts.Callers;
import dev.otpstream.ingress.accounts.Front;
import java.util.List;
import java.util.Map;

/** One account whose secret is {@link #KEY} on every front, and one that is disabled. */
public final class FakeCallers implements Callers {
  public static final String KEY = "bb56a4369eb19cfec6d1776bd25";
  public static final String DISABLED_KEY = "disabled-bb56a4369eb19cfec6d";
  /** Of the same account's sandbox. */
  public static final String TEST_KEY = "zn_test_bb56a4369eb19cfec6d1776bd25";
  public static final String ACCOUNT = "acc_1";
  private final Map<String, String> settings;
  private final List<CallerHook> hooks;

  public FakeCallers(Map<String, String> settings, List<CallerHook> hooks) {
    this.settings = settings;
    this.hooks = hooks;
  }

  public FakeCallers(Map<String, String> settings) {
    this(settings, List.of());
  }

  public FakeCallers() {
    this(Map.of());
  }

  @Override public Identity identify(Front front, String name, String secret) {
    return switch (secret) {
      case KEY -> known();
      case TEST_KEY -> front == Front.ZAPNOTY_TEST ? known() : new Identity.Unknown();
      case DISABLED_KEY -> new Identity.Disabled();
      default -> new Identity.Unknown();
    };
  }

  private Identity known() {
    return new Identity.Known(new Caller(ACCOUNT, "Acme", List.of("telegram", "sms"), settings, hooks));
  }
}
