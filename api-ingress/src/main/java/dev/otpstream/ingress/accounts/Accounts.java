package dev.otpstream.ingress.accounts;

import dev.otpstream.ingress.store.Store;
import dev.otpstream.ingress.store.StoreAway;
import dev.otpstream.schemas.Account;
import dev.otpstream.schemas.SealedSecret;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.Keys;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
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
 * Makes, changes and lists accounts. Changes of one instance follow each other; of two instances that change the same
 * account at the same moment, the later one wins. Thread-safe.
 */
public final class Accounts {
  /** How long a replaced webhook secret still signs, so that receivers can change over. */
  static final Duration OLD_WEBHOOK_SECRET_KEPT = Duration.ofHours(24);
  private static final int WEBHOOK_SECRETS_MAX = 5;
  private final ReentrantLock changing = new ReentrantLock();
  private final Store<Account> store;
  private final Keys keys;
  private final EngagelabCallback callback;
  private final Clock clock;

  public Accounts(Store<Account> store, Keys keys, Clock clock) {
    this.store = store;
    this.keys = keys;
    this.callback = new EngagelabCallback(keys);
    this.clock = clock;
  }

  /** What an operator says about a new account. */
  record Profile(String name, String brandName, String brandDescription, List<String> route,
      SettingsChange settings) {}

  /** What an operator wants to be otherwise; what is empty stays as it is. */
  record Change(Optional<String> name, Optional<String> brandName, Optional<String> brandDescription,
      Optional<List<String>> route, SettingsChange settings) {}

  /** What became of a change. */
  sealed interface Updated {
    record Done(Account account) implements Updated {}

    /** The account cannot be like that. */
    record Impossible(String why) implements Updated {}

    /** There is no such account. */
    record Unknown() implements Updated {}
  }

  /** A new account with its credentials, which are shown this once. */
  record Created(Account account, String alphasmsAuth, String zapnotyKey, String zapnotyTestKey,
      String engagelabDevSecret, String kaleyraKey,
      String webhookSecret) {
    @Override public String toString() {
      return "Created[" + account.getId() + "]";
    }
  }

  /** An account with one new credential, which is shown this once. */
  record Rotated(Account account, String secret) {
    @Override public String toString() {
      return "Rotated[" + account.getId() + "]";
    }
  }

  Created create(Profile profile) throws StoreAway {
    String id = Credentials.accountId();
    String alphasms = Credentials.alphasmsAuth();
    String zapnoty = Credentials.zapnotyKey();
    String zapnotyTest = Credentials.zapnotyTestKey();
    String engagelab = Credentials.engagelabDevSecret();
    String kaleyra = Credentials.kaleyraKey();
    String webhook = Credentials.webhookSecret();
    Instant now = clock.instant();
    var account = Account.newBuilder().setId(id).setName(profile.name()).setEnabled(true)
        .setBrandName(profile.brandName()).setBrandDescription(profile.brandDescription()).setRoute(profile.route())
        .setAlphasmsAuthDigest(digest(Front.ALPHASMS, alphasms)).setZapnotyKeyDigest(digest(Front.ZAPNOTY, zapnoty))
        .setZapnotyTestKeyDigest(digest(Front.ZAPNOTY_TEST, zapnotyTest))
        .setEngagelabDevKey(Credentials.engagelabDevKey())
        .setEngagelabDevSecretDigest(digest(Front.ENGAGELAB, engagelab)).setKaleyraSid(Credentials.kaleyraSid())
        .setKaleyraKeyDigest(digest(Front.KALEYRA, kaleyra)).setWebhookSecrets(List.of(sealed(id, webhook)))
        .setHooks(callback.changed(id, List.of(), profile.settings(), now))
        .setSettings(settings(id, Map.of(), profile.settings())).setCreatedAt(now).setUpdatedAt(now).build();
    store.save(id, account);
    return new Created(account, alphasms, zapnoty, zapnotyTest, engagelab, kaleyra, webhook);
  }

  /**
   * Some accounts, the oldest first.
   *
   * @param next where the next page begins; empty: there is none
   */
  record Page(List<Account> accounts, Optional<String> next) {}

  /** The accounts after a cursor, or from the first; empty if the cursor leads nowhere. */
  Optional<Page> page(Optional<String> cursor, int limit) {
    List<Account> all = store.all().stream()
        .sorted(Comparator.comparing(Account::getCreatedAt).thenComparing(Account::getId)).toList();
    List<String> ids = all.stream().map(Account::getId).toList();
    int from = cursor.map(ids::indexOf).orElse(-1) + 1;
    if (cursor.isPresent() && from == 0) return Optional.empty();
    int to = Math.min(all.size(), from + limit);
    return Optional
        .of(new Page(all.subList(from, to), to < all.size() ? Optional.of(ids.get(to - 1)) : Optional.empty()));
  }

  Optional<Account> find(String id) {
    return store.find(id);
  }

  /** Changes what an operator says about an account. */
  Updated update(String id, Change change) throws StoreAway {
    changing.lock();
    try {
      Optional<Account> before = store.find(id);
      if (before.isEmpty()) return new Updated.Unknown();
      Optional<String> problem = EngagelabCallback.problem(before.get().getHooks(), change.settings());
      if (problem.isPresent()) return new Updated.Impossible(problem.get());
      return new Updated.Done(change(id, account -> changed(account, change)).orElseThrow());
    } finally {
      changing.unlock();
    }
  }

  private Account.Builder changed(Account.Builder account, Change change) {
    change.name().ifPresent(account::setName);
    change.brandName().ifPresent(account::setBrandName);
    change.brandDescription().ifPresent(account::setBrandDescription);
    change.route().ifPresent(account::setRoute);
    String id = account.getId();
    return account.setHooks(callback.changed(id, account.getHooks(), change.settings(), clock.instant()))
        .setSettings(settings(id, account.getSettings(), change.settings()));
  }

  private Map<String, String> settings(String id, Map<String, String> before, SettingsChange change) {
    var after = new HashMap<>(before);
    change.values().forEach((name, value) -> {
      if (EngagelabCallback.NAMES.contains(name)) return;
      after.remove(name);
      value.map(given -> AccountSettings.SECRET.contains(name)
          ? EngagelabCallback.base64(keys.seal(given, Contexts.secret(id)))
          : given).ifPresent(given -> after.put(name, given));
    });
    return after;
  }

  /** Lets an account call, or no longer; empty if there is no such account. */
  Optional<Account> enable(String id, boolean enabled) throws StoreAway {
    return change(id, account -> account.setEnabled(enabled));
  }

  /** Replaces a front's key; the old one is refused from now on. Empty if there is no such account. */
  Optional<Rotated> rotate(String id, Front front) throws StoreAway {
    String secret = switch (front) {
      case ALPHASMS -> Credentials.alphasmsAuth();
      case ZAPNOTY -> Credentials.zapnotyKey();
      case ZAPNOTY_TEST -> Credentials.zapnotyTestKey();
      case ENGAGELAB -> Credentials.engagelabDevSecret();
      case KALEYRA -> Credentials.kaleyraKey();
    };
    String digest = digest(front, secret);
    return change(id, account -> switch (front) {
      case ALPHASMS -> account.setAlphasmsAuthDigest(digest);
      case ZAPNOTY -> account.setZapnotyKeyDigest(digest);
      case ZAPNOTY_TEST -> account.setZapnotyTestKeyDigest(digest);
      case ENGAGELAB -> account.setEngagelabDevSecretDigest(digest);
      case KALEYRA -> account.setKaleyraKeyDigest(digest);
    }).map(account -> new Rotated(account, secret));
  }

  /** Adds a new webhook secret; the one before stays valid for a while. Empty if there is no such account. */
  Optional<Rotated> rotateWebhookSecret(String id) throws StoreAway {
    String secret = Credentials.webhookSecret();
    Instant now = clock.instant();
    return change(id,
        account -> account.setWebhookSecrets(rotated(sealed(id, secret), account.getWebhookSecrets(), now)))
        .map(account -> new Rotated(account, secret));
  }

  /** Secrets with a new one before them; the others stay valid for a while, or as long as they were to be. */
  static List<SealedSecret> rotated(SealedSecret newest, List<SealedSecret> before, Instant now) {
    var secrets = new ArrayList<SealedSecret>();
    secrets.add(newest);
    for (SealedSecret old : before) {
      Instant end = old.getValidUntil() == null ? now.plus(OLD_WEBHOOK_SECRET_KEPT) : old.getValidUntil();
      if (end.isAfter(now) && secrets.size() < WEBHOOK_SECRETS_MAX)
        secrets.add(SealedSecret.newBuilder(old).setValidUntil(end).build());
    }
    return secrets;
  }

  /**
   * Changes one setting; false if there is no such account.
   *
   * @throws StoreAway if it cannot be saved now; then nobody knows whether it was
   */
  public boolean set(String id, String setting, String value) throws StoreAway {
    return change(id, account -> {
      var settings = new HashMap<>(account.getSettings());
      settings.put(setting, value);
      return account.setSettings(settings);
    }).isPresent();
  }

  /** Changes an account; empty if there is none. */
  Optional<Account> change(String id, UnaryOperator<Account.Builder> change) throws StoreAway {
    changing.lock();
    try {
      Optional<Account> before = store.find(id);
      if (before.isEmpty()) return Optional.empty();
      Account after = change.apply(Account.newBuilder(before.get())).setUpdatedAt(clock.instant()).build();
      store.save(id, after);
      return Optional.of(after);
    } finally {
      changing.unlock();
    }
  }

  private String digest(Front front, String secret) {
    return CallerIndex.digest(keys, front, secret);
  }

  SealedSecret sealed(String accountId, String secret) {
    return new SealedSecret(ByteBuffer.wrap(keys.seal(secret, Contexts.secret(accountId))), null);
  }
}
