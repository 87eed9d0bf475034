package dev.otpstream.benchmarks.platform;

/** A service that runs as a process of its own in a {@link SplitPlatform}. */
enum Part {
  INGRESS("dev.otpstream.ingress.Main"), ENGINE("dev.otpstream.engine.Main"), TELEGRAM(
      "dev.otpstream.channel.telegram.Main"),
  SMS("dev.otpstream.channel.sms.Main"), WEBHOOKS("dev.otpstream.webhooks.Main");

  private final String main;

  Part(String main) {
    this.main = main;
  }

  String main() {
    return main;
  }
}
