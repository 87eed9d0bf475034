package dev.otpstream.simulators;

import dev.otpstream.simulators.kaleyra.KaleyraConfig;
import dev.otpstream.simulators.max.MaxConfig;
import dev.otpstream.simulators.smpp.SmppConfig;
import dev.otpstream.simulators.telegrambot.TelegramBotConfig;
import dev.otpstream.simulators.telegramgateway.TelegramGatewayConfig;
import java.util.Map;

/**
 * Settings of all simulators.
 *
 * @param host the address to listen on
 * @param controlPort where scripts are set and the journal is read; zero for any free one
 * @param entriesMax how many journal entries, and how many messages of phones, are kept
 */
public record SimulatorsConfig(String host,
    int controlPort,
    int entriesMax,
    TelegramGatewayConfig telegramGateway,
    SmppConfig smpp,
    KaleyraConfig kaleyra,
    MaxConfig max,
    TelegramBotConfig telegramBot) {

  public static final int ENTRIES_MAX_DEFAULT = 50_000;

  /** On loopback, every port any free one. */
  public static SimulatorsConfig defaults() {
    return new SimulatorsConfig("127.0.0.1", 0, ENTRIES_MAX_DEFAULT, TelegramGatewayConfig.defaults(),
        SmppConfig.defaults(), KaleyraConfig.defaults(), MaxConfig.defaults(), TelegramBotConfig.defaults());
  }

  /**
   * Reads the variables that the module's README lists; what is not set has its default.
   *
   * @throws IllegalArgumentException if a number is none
   */
  static SimulatorsConfig from(Map<String, String> env) {
    SimulatorsConfig defaults = defaults();
    TelegramGatewayConfig gateway = defaults.telegramGateway()
        .withPort(number(env, "SIM_TELEGRAM_GATEWAY_PORT", 0))
        .withToken(env.getOrDefault("SIM_TELEGRAM_GATEWAY_TOKEN", defaults.telegramGateway().token()));
    SmppConfig smpp = defaults.smpp()
        .withPort(number(env, "SIM_SMPP_PORT", 0))
        .withAccount(env.getOrDefault("SIM_SMPP_SYSTEM_ID", defaults.smpp().systemId()),
            env.getOrDefault("SIM_SMPP_PASSWORD", defaults.smpp().password()))
        .withSubmitWindow(number(env, "SIM_SMPP_SUBMIT_WINDOW", defaults.smpp().submitWindow()));
    KaleyraConfig kaleyra = defaults.kaleyra().withPort(number(env, "SIM_KALEYRA_PORT", 0))
        .withAccount(env.getOrDefault("SIM_KALEYRA_SID", defaults.kaleyra().sid()),
            env.getOrDefault("SIM_KALEYRA_API_KEY", defaults.kaleyra().apiKey()));
    MaxConfig max = defaults.max().withPort(number(env, "SIM_MAX_PORT", 0))
        .withToken(env.getOrDefault("SIM_MAX_TOKEN", defaults.max().token()));
    TelegramBotConfig telegramBot = defaults.telegramBot().withPort(number(env, "SIM_TELEGRAM_BOT_PORT", 0))
        .withToken(env.getOrDefault("SIM_TELEGRAM_BOT_TOKEN", defaults.telegramBot().token()));
    return new SimulatorsConfig(env.getOrDefault("SIM_HOST", defaults.host()), number(env, "SIM_CONTROL_PORT", 0),
        number(env, "SIM_ENTRIES_MAX", ENTRIES_MAX_DEFAULT), gateway, smpp, kaleyra, max, telegramBot);
  }

  public SimulatorsConfig withControlPort(int port) {
    return new SimulatorsConfig(host, port, entriesMax, telegramGateway, smpp, kaleyra, max, telegramBot);
  }

  public SimulatorsConfig withEntriesMax(int max) {
    return new SimulatorsConfig(host, controlPort, max, telegramGateway, smpp, kaleyra, this.max, telegramBot);
  }

  public SimulatorsConfig withTelegramGateway(TelegramGatewayConfig other) {
    return new SimulatorsConfig(host, controlPort, entriesMax, other, smpp, kaleyra, max, telegramBot);
  }

  public SimulatorsConfig withSmpp(SmppConfig other) {
    return new SimulatorsConfig(host, controlPort, entriesMax, telegramGateway, other, kaleyra, max, telegramBot);
  }

  public SimulatorsConfig withKaleyra(KaleyraConfig other) {
    return new SimulatorsConfig(host, controlPort, entriesMax, telegramGateway, smpp, other, max, telegramBot);
  }

  public SimulatorsConfig withMax(MaxConfig other) {
    return new SimulatorsConfig(host, controlPort, entriesMax, telegramGateway, smpp, kaleyra, other, telegramBot);
  }

  public SimulatorsConfig withTelegramBot(TelegramBotConfig other) {
    return new SimulatorsConfig(host, controlPort, entriesMax, telegramGateway, smpp, kaleyra, max, other);
  }

  private static int number(Map<String, String> env, String name, int otherwise) {
    String value = env.get(name);
    if (value == null || value.isBlank()) return otherwise;
    try {
      return Integer.parseInt(value.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " is not a number", e);
    }
  }
}
