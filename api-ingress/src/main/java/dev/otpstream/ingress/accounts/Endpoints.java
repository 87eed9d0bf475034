package dev.otpstream.ingress.accounts;

import dev.otpstream.ingress.store.StoreAway;
import dev.otpstream.schemas.Account;
import dev.otpstream.schemas.AccountHook;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.schemas.sealing.Unopenable;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * The endpoints that callers keep for themselves, each with a secret of its own. A caller sees those of one format only.
 * Thread-safe; reading never waits, changing does, and fails with {@link StoreAway} if it cannot be saved now; then nobody
 * knows whether it was.
 */
public final class Endpoints {
  private static final String DESCRIPTION = "description";
  private static final String STATUS = "status";
  private static final String DISABLED = "disabled";
  private final ReentrantLock adding = new ReentrantLock();
  private final Accounts accounts;
  private final Keys keys;
  private final Clock clock;

  public Endpoints(Accounts accounts, Keys keys, Clock clock) {
    this.accounts = accounts;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * An endpoint. Prints without its URL.
   *
   * @param events      what it wants to hear, in the words of its front; empty: all
   * @param description for people
   * @param active      false: it hears of no further message
   */
  public record Endpoint(String id, String url, List<String> events, String description, boolean active,
      Instant createdAt) {
    public Endpoint {
      events = List.copyOf(events);
    }

    @Override public String toString() {
      return "Endpoint[" + id + "]";
    }
  }

  /** What is to be otherwise; what is empty stays as it is. Prints without the URL. */
  public record Change(Optional<String> url, Optional<List<String>> events, Optional<String> description,
      Optional<Boolean> active) {
    @Override public String toString() {
      return "Change[redacted]";
    }
  }

  /** An endpoint with its newest secret, which is shown this once. */
  public record Signed(Endpoint endpoint, String secret) {
    @Override public String toString() {
      return "Signed[" + endpoint.id() + "]";
    }
  }

  /** An account's endpoints of a format, the oldest first. */
  public List<Endpoint> all(String accountId, String format) {
    return accounts.find(accountId).stream().flatMap(account -> account.getHooks().stream())
        .filter(hook -> hook.getFormat().equals(format)).sorted(Comparator.comparing(AccountHook::getCreatedAt))
        .map(hook -> endpoint(accountId, hook)).toList();
  }

  /** Adds an endpoint, if the account has fewer than so many of the format; else it is empty. */
  public Optional<Signed> add(String accountId, String format, Change wanted, int endpointsMax) throws StoreAway {
    String secret = Credentials.webhookSecret();
    String id = Credentials.endpointId();
    var made = AccountHook.newBuilder().setId(id).setFormat(format).setEvents(List.of()).setSettings(Map.of())
        .setSecrets(List.of(accounts.sealed(accountId, secret))).setCreatedAt(clock.instant());
    AccountHook hook = changed(accountId, made, wanted).build();
    adding.lock();
    try {
      if (all(accountId, format).size() >= endpointsMax) return Optional.empty();
      return accounts.change(accountId, account -> {
        var hooks = new ArrayList<>(account.getHooks());
        hooks.add(hook);
        return account.setHooks(hooks);
      }).map(_ -> new Signed(endpoint(accountId, hook), secret));
    } finally {
      adding.unlock();
    }
  }

  /** Changes an endpoint; empty if there is none. */
  public Optional<Endpoint> update(String accountId, String format, String id, Change change) throws StoreAway {
    return edit(accountId, format, id, hook -> changed(accountId, hook, change));
  }

  /** Gives an endpoint a new secret; the one before stays valid for a while. Empty if there is no such endpoint. */
  public Optional<Signed> rotate(String accountId, String format, String id) throws StoreAway {
    String secret = Credentials.webhookSecret();
    return edit(accountId, format, id, hook -> hook.setSecrets(
        Accounts.rotated(accounts.sealed(accountId, secret), hook.getSecrets(), clock.instant())))
        .map(endpoint -> new Signed(endpoint, secret));
  }

  /** Removes an endpoint; false if there is none. */
  public boolean remove(String accountId, String format, String id) throws StoreAway {
    if (find(accountId, format, id).isEmpty()) return false;
    return accounts.change(accountId, account -> account
        .setHooks(account.getHooks().stream().filter(hook -> !isNamed(hook, format, id)).toList())).isPresent();
  }

  private Optional<Endpoint> edit(String accountId, String format, String id,
      UnaryOperator<AccountHook.Builder> change) throws StoreAway {
    if (find(accountId, format, id).isEmpty()) return Optional.empty();
    Optional<Account> after = accounts.change(accountId, account -> account.setHooks(account.getHooks().stream()
        .map(hook -> isNamed(hook, format, id) ? change.apply(AccountHook.newBuilder(hook)).build() : hook).toList()));
    return after.flatMap(_ -> find(accountId, format, id));
  }

  private Optional<Endpoint> find(String accountId, String format, String id) {
    return all(accountId, format).stream().filter(endpoint -> endpoint.id().equals(id)).findFirst();
  }

  private AccountHook.Builder changed(String accountId, AccountHook.Builder hook, Change change) {
    change.url().ifPresent(url -> hook.setUrl(ByteBuffer.wrap(keys.seal(url, Contexts.hook(accountId)))));
    change.events().ifPresent(hook::setEvents);
    var settings = new HashMap<>(hook.getSettings());
    change.description().ifPresent(text -> settings.put(DESCRIPTION, text));
    change.active().ifPresent(active -> {
      if (active) settings.remove(STATUS);
      else
        settings.put(STATUS, DISABLED);
    });
    return hook.setSettings(settings);
  }

  /** Whether it hears of messages at all. */
  static boolean isActive(AccountHook hook) {
    return !DISABLED.equals(hook.getSettings().get(STATUS));
  }

  private static boolean isNamed(AccountHook hook, String format, String id) {
    return hook.getFormat().equals(format) && hook.getId().equals(id);
  }

  /** A URL that was sealed with a key that is gone is shown as empty: its caller can give a new one. */
  private Endpoint endpoint(String accountId, AccountHook hook) {
    String url;
    try {
      url = keys.open(hook.getUrl(), Contexts.hook(accountId));
    } catch (Unopenable _) {
      url = "";
    }
    return new Endpoint(hook.getId(), url, hook.getEvents(), hook.getSettings().getOrDefault(DESCRIPTION, ""),
        isActive(hook), hook.getCreatedAt());
  }
}
