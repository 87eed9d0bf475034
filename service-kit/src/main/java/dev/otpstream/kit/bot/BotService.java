package dev.otpstream.kit.bot;

import dev.otpstream.kit.CompactedTable;
import dev.otpstream.kit.Platform;
import dev.otpstream.kit.Service;
import dev.otpstream.kit.channel.Channel;
import dev.otpstream.kit.channel.ChannelWorker;
import dev.otpstream.kit.channel.WorkerConfig;
import dev.otpstream.schemas.Account;
import dev.otpstream.schemas.Topics;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One bot at work: tells the engine what users do, says what the engine orders, delivers codes to chats. Any number of
 * workers of one bot may run; one of them listens, all of them speak.
 */
public final class BotService implements Service {
  private static final Logger LOG = LoggerFactory.getLogger(BotService.class);
  private final Messenger messenger;
  private final CompactedTable<Account> accounts;
  private final UpdateLog updates;
  private final ExecutorService taps = Executors.newVirtualThreadPerTaskExecutor();
  private final Orders orders;
  private final Afterwards afterwards;
  private final Leader leader;
  private final ChannelWorker worker;
  private boolean closed;

  /** Takes what users did. */
  interface Hearing {
    /** @return done when Kafka has it all */
    CompletableFuture<Void> take(List<Update> updates);
  }

  /**
   * Starts at once and does not wait for the messenger. The messenger belongs to the service from now on.
   *
   * @param alone whether the bot is the channel's only provider: then it refuses dispatches to addresses that are no
   *              chats; else a {@link ChannelWorker} of the other provider must take them
   */
  public BotService(Platform platform, Messenger messenger, WorkerConfig config, boolean alone) {
    Clock clock = Clock.systemUTC();
    String name = "bot-" + messenger.channel();
    this.messenger = messenger;
    this.accounts = new CompactedTable<>(platform, Topics.ACCOUNTS, name, (_, _) -> {});
    var records = new UpdateRecords(messenger.channel(), messenger.bot(), platform.keys(), this::knows);
    this.updates = new UpdateLog(platform, name, messenger.channel(), records, clock);
    this.orders = new Orders(platform, name, messenger, accounts, this::take, config.instanceId(), clock);
    this.afterwards = new Afterwards(platform, name, messenger, clock);
    var channel = new BotChannel(messenger, this::take, afterwards::remember, alone, clock);
    this.worker = alone
        ? new ChannelWorker(platform, channel, config)
        : ChannelWorker.beside(platform, channel, config);
    this.leader = new Leader(platform, name + "-" + messenger.bot(), config.instanceId(),
        mark -> new Ear(messenger, platform, this::take, mark));
  }

  /** What delivers by a bot, apart from the rest of the service: who turns out to have blocked the bot is told nobody. */
  public static Channel channel(Messenger messenger) {
    return new BotChannel(messenger, _ -> CompletableFuture.completedFuture(null), (_, _, _) -> {}, true,
        Clock.systemUTC());
  }

  /**
   * Takes updates that the messenger brought by itself.
   *
   * @return done when Kafka has them all; only then may the messenger be told that we have them
   */
  public CompletableFuture<Void> take(List<Update> heard) {
    return updates.put(heard).thenRun(() -> heard.forEach(this::tookIfTapped));
  }

  private void tookIfTapped(Update update) {
    if (!(update.deed() instanceof Update.Tapped tap) || taps.isShutdown()) return;
    taps.execute(() -> {
      try {
        messenger.took(update, tap);
      } catch (InterruptedException _) {
        // stopping; the user's spinner ends by itself
      } catch (RuntimeException e) {
        LOG.atError().addKeyValue("provider", messenger.provider()).addKeyValue("exception", e.getClass().getName())
            .log("adapter failed");
      }
    });
  }

  private boolean knows(String accountId) {
    Account account = accounts.get(accountId);
    return account != null && account.getEnabled();
  }

  @Override public String name() {
    return worker.name();
  }

  @Override public Readiness readiness() {
    Readiness delivers = worker.readiness();
    if (!delivers.ready()) return delivers;
    if (!orders.isRunning()) return Readiness.no("waiting for the bot's orders");
    if (!leader.hasJoined()) return Readiness.no("waiting for who listens to the bot");
    return delivers;
  }

  /** Whether this worker is the one that listens. */
  public boolean listens() {
    return leader.leads();
  }

  @Override public synchronized void close() {
    if (closed) return;
    closed = true;
    leader.close();
    orders.close();
    worker.close();
    afterwards.close();
    taps.shutdownNow();
    updates.close();
    accounts.close();
    messenger.close();
  }
}
