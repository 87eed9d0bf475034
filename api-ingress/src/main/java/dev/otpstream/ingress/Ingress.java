package dev.otpstream.ingress;

import dev.otpstream.ingress.accounts.AccountDirectory;
import dev.otpstream.ingress.accounts.CallRates;
import dev.otpstream.ingress.alphasms.AlphasmsDialect;
import dev.otpstream.ingress.console.Console;
import dev.otpstream.ingress.console.DemoPhone;
import dev.otpstream.ingress.engagelab.EngagelabDialect;
import dev.otpstream.ingress.engine.EngineLink;
import dev.otpstream.ingress.front.Dialect;
import dev.otpstream.ingress.front.HttpEdge;
import dev.otpstream.ingress.front.Operation;
import dev.otpstream.ingress.front.OperatorToken;
import dev.otpstream.ingress.kaleyra.KaleyraDialect;
import dev.otpstream.ingress.openapi.OpenApi;
import dev.otpstream.ingress.subscribers.SubscriberDialect;
import dev.otpstream.ingress.subscribers.SubscriberDirectory;
import dev.otpstream.ingress.templates.TemplateDirectory;
import dev.otpstream.ingress.timeline.TimelineDialect;
import dev.otpstream.ingress.webhooks.WebhookAdmin;
import dev.otpstream.ingress.zapnoty.ZapnotyDialect;
import dev.otpstream.kit.Env;
import dev.otpstream.kit.Platform;
import dev.otpstream.kit.Service;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running ingress: HTTP in, commands out, replies back. */
public final class Ingress implements Service {
  private static final Logger LOG = LoggerFactory.getLogger(Ingress.class);
  /** So long a start waits before it says what it waits for. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private final AccountDirectory accounts;
  private final TemplateDirectory templates;
  private final SubscriberDirectory subscribers;
  private final EngineLink link;
  private final WebhookAdmin webhooks;
  private final List<Dialect> dialects;
  private final Optional<Console> console;
  private final HttpEdge edge;
  private volatile boolean closed;

  private Ingress(AccountDirectory accounts, TemplateDirectory templates, SubscriberDirectory subscribers,
      EngineLink link, WebhookAdmin webhooks, List<Dialect> dialects, Optional<Console> console, HttpEdge edge) {
    this.accounts = accounts;
    this.templates = templates;
    this.subscribers = subscribers;
    this.link = link;
    this.webhooks = webhooks;
    this.dialects = List.copyOf(dialects);
    this.console = console;
    this.edge = edge;
  }

  /**
   * Starts the ingress and returns when it can serve: all accounts, templates and subscribers are known, and replies can
   * be read. Waits as long as brokers or the registry are away.
   *
   * @throws Env.BadSettings naming every missing or malformed setting
   * @throws IllegalStateException if brokers or the registry refuse what is asked
   */
  public static Ingress start(Env env, Platform platform) {
    return start(env, platform, Optional.empty());
  }

  /**
   * The same with a telephone for the console, where providers are simulated.
   *
   * @throws Env.BadSettings naming every missing or malformed setting
   * @throws IllegalStateException if brokers or the registry refuse what is asked
   */
  public static Ingress start(Env env, Platform platform, Optional<DemoPhone> phone) {
    IngressConfig config = IngressConfig.from(env);
    env.failOnProblems();
    int partitions = platform.ensureTopics();
    AccountDirectory accounts = AccountDirectory.open(platform, config.adminToken(), config.hookTargets());
    TemplateDirectory templates = TemplateDirectory.open(platform);
    SubscriberDirectory subscribers = SubscriberDirectory.open(platform);
    EngineLink link = null;
    WebhookAdmin webhooks = null;
    var operators = new OperatorToken(config.adminToken());
    try {
      link = EngineLink.open(config.engine(), platform, partitions);
      webhooks = WebhookAdmin.open(platform, operators);
      awaitReady(platform, accounts, templates, subscribers, link, webhooks);
      var rates = new CallRates(config.callsPerMinute(), Clock.systemUTC());
      var zapnoty = new ZapnotyDialect(new ZapnotyDialect.Ports(accounts.callers(), rates, link.engine(),
          subscribers.subscribers(), accounts.accounts(), accounts.endpoints(), config.hookTargets(),
          config.botLinks(), Clock.systemUTC()));
      var alphasms = new AlphasmsDialect(accounts.callers(), rates, config.hookTargets(), link.engine());
      var kaleyra = new KaleyraDialect(accounts.callers(), rates, config.hookTargets(), link.engine(),
          Clock.systemUTC());
      var engagelab = new EngagelabDialect(accounts.callers(), rates, templates.templates(), link.engine(),
          Clock.systemUTC());
      var timeline = new TimelineDialect(operators, link.engine());
      var erasing = new SubscriberDialect(operators, link.erasure(), subscribers::accountOf);
      var dialects = new ArrayList<>(List.of(alphasms, accounts.admin(), timeline, erasing, webhooks.dialect(),
          Console.deadLetters(platform, operators), engagelab, kaleyra));
      var pages = new ArrayList<>(OpenApi.pages());
      Optional<Console> console = config.console()
          ? Optional.of(new Console(platform, operators, webhooks::endpoints, phone))
          : Optional.empty();
      console.ifPresent(open -> {
        dialects.addAll(open.dialects());
        pages.addAll(open.pages());
      });
      dialects.add(zapnoty); // answers paths that none speaks for
      var edge = new HttpEdge(config.http(), dialects, pages, console.map(Console::feeds).orElse(List.of()),
          platform.meters());
      LOG.atInfo().addKeyValue("port", edge.port()).log("ingress ready");
      return new Ingress(accounts, templates, subscribers, link, webhooks, dialects, console, edge);
    } catch (RuntimeException e) {
      if (webhooks != null) webhooks.close();
      if (link != null) link.close();
      subscribers.close();
      templates.close();
      accounts.close();
      throw e;
    }
  }

  private static void awaitReady(Platform platform, AccountDirectory accounts, TemplateDirectory templates,
      SubscriberDirectory subscribers, EngineLink link, WebhookAdmin webhooks) {
    boolean _ = platform.patience().insist("what the ingress reads", () -> {
      try {
        if (link.awaitReady(PATIENCE) && accounts.awaitCaughtUp(PATIENCE) && templates.awaitCaughtUp(PATIENCE)
            && subscribers.awaitCaughtUp(PATIENCE) && webhooks.awaitCaughtUp(PATIENCE))
          return true;
        throw new TimeoutException("topics are not read to their end");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while starting", e);
      }
    });
  }

  /** The port that callers use. */
  public int port() {
    return edge.port();
  }

  /** All calls it offers. */
  List<Operation> operations() {
    return dialects.stream().flatMap(dialect -> dialect.operations().stream()).toList();
  }

  @Override public String name() {
    return "api-ingress";
  }

  @Override public Readiness readiness() {
    return closed ? Readiness.no("stopping") : Readiness.yes();
  }

  @Override public synchronized void close() {
    if (closed) return;
    closed = true;
    console.ifPresent(Console::close); // its feeds would keep the edge open
    edge.close();
    webhooks.close();
    link.close();
    subscribers.close();
    templates.close();
    accounts.close();
    LOG.atInfo().log("ingress stopped");
  }
}
