package dev.otpstream.ingress.accounts;

import dev.otpstream.ingress.front.Dialect;
import dev.otpstream.ingress.store.KafkaStore;
import dev.otpstream.kit.Platform;
import dev.otpstream.kit.Secret;
import dev.otpstream.kit.target.TargetRules;
import dev.otpstream.schemas.Account;
import dev.otpstream.schemas.Topics;
import java.time.Clock;
import java.time.Duration;

/** The accounts of the platform, kept up to date: who calls, and the operators' API to change it. */
public final class AccountDirectory implements AutoCloseable {
  private final CallerIndex index;
  private final KafkaStore<Account> store;
  private final Accounts accounts;
  private final Endpoints endpoints;
  private final Dialect admin;

  private AccountDirectory(CallerIndex index, KafkaStore<Account> store, Accounts accounts, Endpoints endpoints,
      Dialect admin) {
    this.index = index;
    this.store = store;
    this.accounts = accounts;
    this.endpoints = endpoints;
    this.admin = admin;
  }

  /** Starts reading the accounts. */
  public static AccountDirectory open(Platform platform, Secret adminToken, TargetRules targets) {
    var index = new CallerIndex(platform.keys());
    var store = new KafkaStore<>(platform, Topics.ACCOUNTS, "accounts", index::put);
    var accounts = new Accounts(store, platform.keys(), Clock.systemUTC());
    var endpoints = new Endpoints(accounts, platform.keys(), Clock.systemUTC());
    return new AccountDirectory(index, store, accounts, endpoints, new AdminDialect(accounts, adminToken, targets));
  }

  /** Waits until all accounts are known; false when the time is over. */
  public boolean awaitCaughtUp(Duration timeout) throws InterruptedException {
    return store.awaitCaughtUp(timeout);
  }

  public Callers callers() {
    return index;
  }

  /** What a front may change of its caller's account. */
  public Accounts accounts() {
    return accounts;
  }

  /** The endpoints that callers keep. */
  public Endpoints endpoints() {
    return endpoints;
  }

  /** The operators' API. */
  public Dialect admin() {
    return admin;
  }

  @Override public void close() {
    store.close();
  }
}
