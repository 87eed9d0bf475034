package dev.otpstream.simulators;

import dev.otpstream.simulators.kaleyra.Kaleyra;
import dev.otpstream.simulators.max.MaxBot;
import dev.otpstream.simulators.smpp.SmppCentre;
import dev.otpstream.simulators.stage.Journal;
import dev.otpstream.simulators.stage.PhoneMessage;
import dev.otpstream.simulators.stage.Provider;
import dev.otpstream.simulators.stage.Script;
import dev.otpstream.simulators.stage.Scripts;
import dev.otpstream.simulators.stage.Stage;
import dev.otpstream.simulators.stage.Step;
import dev.otpstream.simulators.telegrambot.TelegramBot;
import dev.otpstream.simulators.telegramgateway.TelegramGateway;
import java.net.URI;
import java.util.List;

/** All simulated providers with their control API. Thread-safe. */
public final class Simulators implements AutoCloseable {
  public static final String TELEGRAM_GATEWAY = TelegramGateway.NAME;
  public static final String TELEGRAM_BOT = TelegramBot.NAME;
  public static final String SMPP = SmppCentre.NAME;
  public static final String KALEYRA = Kaleyra.NAME;
  public static final String MAX = MaxBot.NAME;

  private final SimulatorsConfig config;
  private final Stage stage;
  private final TelegramGateway telegramGateway;
  private final TelegramBot telegramBot;
  private final SmppCentre smpp;
  private final Kaleyra kaleyra;
  private final MaxBot max;
  private final ControlApi control;

  private Simulators(SimulatorsConfig config) {
    this.config = config;
    stage = new Stage(config.entriesMax());
    telegramGateway = new TelegramGateway(config.host(), config.telegramGateway(), stage);
    telegramBot = new TelegramBot(config.host(), config.telegramBot(), stage);
    smpp = SmppCentre.start(config.host(), config.smpp(), stage);
    kaleyra = new Kaleyra(config.host(), config.kaleyra(), stage);
    max = new MaxBot(config.host(), config.max(), stage);
    control = new ControlApi(config, stage, providers(), smpp, max, telegramBot);
  }

  /** Starts everything; returns once all ports are open. */
  public static Simulators start(SimulatorsConfig config) {
    return new Simulators(config);
  }

  public URI telegramGatewayUrl() {
    return URI.create(telegramGateway.address());
  }

  public String telegramGatewayToken() {
    return config.telegramGateway().token();
  }

  public URI telegramBotUrl() {
    return URI.create(telegramBot.address());
  }

  public String telegramBotToken() {
    return config.telegramBot().token();
  }

  public String telegramBotName() {
    return config.telegramBot().botName();
  }

  /** Telegram as the bot sees it, for what its users do. */
  public TelegramBot telegramBot() {
    return telegramBot;
  }

  public String smppHost() {
    return smpp.host();
  }

  public int smppPort() {
    return smpp.port();
  }

  public String smppSystemId() {
    return config.smpp().systemId();
  }

  public String smppPassword() {
    return config.smpp().password();
  }

  public URI kaleyraUrl() {
    return URI.create(kaleyra.address());
  }

  public String kaleyraSid() {
    return config.kaleyra().sid();
  }

  public String kaleyraApiKey() {
    return config.kaleyra().apiKey();
  }

  public URI maxUrl() {
    return URI.create(max.address());
  }

  public String maxToken() {
    return config.max().token();
  }

  public String maxBotName() {
    return config.max().botName();
  }

  /** The MAX messenger, for what its users do. */
  public MaxBot max() {
    return max;
  }

  public URI controlUrl() {
    return URI.create(control.address());
  }

  /** The SMS centre, for settings that change while it runs. */
  public SmppCentre smpp() {
    return smpp;
  }

  public Scripts scripts() {
    return stage.scripts();
  }

  /** Sets the script of one phone at one provider. */
  public void script(String provider, String phone, Step... steps) {
    stage.scripts().of(known(provider).name()).set(phone, Script.of(steps));
  }

  /** Sets the script of all phones of a provider that have none of their own. */
  public void scriptDefault(String provider, Step... steps) {
    stage.scripts().of(known(provider).name()).setDefault(Script.of(steps));
  }

  /** Drops a provider's connections and refuses new ones. */
  public void down(String provider) {
    known(provider).down();
  }

  /** Lets a provider listen again, on the same port. */
  public void up(String provider) {
    known(provider).up();
  }

  public Journal journal() {
    return stage.journal();
  }

  /** What a phone received, oldest first. */
  public List<PhoneMessage> messagesOf(String phone) {
    return stage.phones().messagesOf(phone);
  }

  /** Forgets journal, counters and received messages; scripts stay. */
  public void forget() {
    stage.forget();
  }

  @Override public void close() {
    control.close();
    providers().forEach(Provider::close);
    stage.close();
  }

  private List<Provider> providers() {
    return List.of(telegramGateway, telegramBot, smpp, kaleyra, max);
  }

  private Provider known(String provider) {
    return providers().stream()
        .filter(candidate -> candidate.name().equals(provider))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown provider: " + provider));
  }
}
