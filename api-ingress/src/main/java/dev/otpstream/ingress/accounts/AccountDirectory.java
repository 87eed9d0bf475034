package dev.otpstream.ingress.accounts;

import dev.otpstream.ingress.front.Dialect;
import dev.otpstream.kit.Platform;
import dev.otpstream.kit.Secret;
import java.time.Clock;
import java.time.Duration;

/** The accounts of the platform, kept up to date: who calls, and the operators' API to change it. */
public final class AccountDirectory implements AutoCloseable {
  private final CallerIndex index;
  private final KafkaAccountStore store;
  private final Dialect admin;

  private AccountDirectory(CallerIndex index, KafkaAccountStore store, Dialect admin) {
    this.index = index;
    this.store = store;
    this.admin = admin;
  }

  /** Starts reading the accounts. */
  public static AccountDirectory open(Platform platform, Secret adminToken) {
    var index = new CallerIndex(platform.keys());
    var store = new KafkaAccountStore(platform, index::put);
    var accounts = new Accounts(store, platform.keys(), Clock.systemUTC());
    return new AccountDirectory(index, store, new AdminDialect(accounts, adminToken));
  }

  /** Waits until all accounts are known; false when the time is over. */
  public boolean awaitCaughtUp(Duration timeout) throws InterruptedException {
    return store.awaitCaughtUp(timeout);
  }

  public Callers callers() {
    return index;
  }

  /** The operators' API. */
  public Dialect admin() {
    return admin;
  }

  @Override public void close() {
    store.close();
  }
}
