package dev.otpstream.ingress.front;

import java.util.Set;

/** The channels that callers may name: those that have a worker. */
public final class Channels {
  public static final String TELEGRAM = "telegram";
  public static final String MAX = "max";
  public static final String SMS = "sms";
  public static final Set<String> OFFERED = Set.of(TELEGRAM, SMS);

  private Channels() {}
}
