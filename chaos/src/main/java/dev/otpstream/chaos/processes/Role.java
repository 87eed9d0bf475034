package dev.otpstream.chaos.processes;

/** What a process is for. */
public enum Role {
  BROKER("dev.otpstream.embedded.BrokerMain", 384),
  REGISTRY("dev.otpstream.embedded.RegistryMain", 96),
  ENGINE("dev.otpstream.engine.Main", 224),
  INGRESS("dev.otpstream.ingress.Main", 160),
  TELEGRAM("dev.otpstream.channel.telegram.Main", 128),
  SMS("dev.otpstream.channel.sms.Main", 128),
  WEBHOOKS("dev.otpstream.webhooks.Main", 192);

  private final String mainClass;
  private final int heapMib;

  Role(String mainClass, int heapMib) {
    this.mainClass = mainClass;
    this.heapMib = heapMib;
  }

  String mainClass() {
    return mainClass;
  }

  int heapMib() {
    return heapMib;
  }

  /** Whether it is one of the product's services, with health and readiness. */
  public boolean isService() {
    return this != BROKER && this != REGISTRY;
  }

  /** Whether it asks a provider to send. */
  public boolean isWorker() {
    return this == TELEGRAM || this == SMS;
  }

  /** The word for it in reports. */
  public String word() {
    return switch (this) {
      case BROKER -> "broker";
      case REGISTRY -> "registry";
      case ENGINE -> "engine";
      case INGRESS -> "ingress";
      case TELEGRAM -> "telegram worker";
      case SMS -> "sms worker";
      case WEBHOOKS -> "webhooks";
    };
  }
}
