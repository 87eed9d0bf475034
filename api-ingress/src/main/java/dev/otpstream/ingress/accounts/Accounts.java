package dev.otpstream.ingress.accounts;

import dev.otpstream.ingress.accounts.AccountStore.StoreAway;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * Makes, changes and lists accounts. Changes of one instance follow each other; of two instances that change the same
 * account at the same moment, the later one wins. Thread-safe.
 */
final class Accounts {
  /** How long a replaced webhook secret still signs, so that receivers can change over. */
  static final Duration OLD_WEBHOOK_SECRET_KEPT = Duration.ofHours(24);
  private static final int WEBHOOK_SECRETS_MAX = 5;
  private final ReentrantLock changing = new ReentrantLock();
  private final AccountStore store;
  private final Keys keys;
  private final Clock clock;

  Accounts(AccountStore store, Keys keys, Clock clock) {
    this.store = store;
    this.keys = keys;
    this.clock = clock;
  }

  /** What an operator says about a new account. */
  record Profile(String name, String brandName, String brandDescription, List<String> route,
      Map<String, String> settings) {}

  /** A new account with its credentials, which are shown this once. */
  record Created(Account account, String alphasmsAuth, String zapnotyKey, String engagelabDevSecret, String kaleyraKey,
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
    String engagelab = Credentials.engagelabDevSecret();
    String kaleyra = Credentials.kaleyraKey();
    String webhook = Credentials.webhookSecret();
    Instant now = clock.instant();
    var account = Account.newBuilder().setId(id).setName(profile.name()).setEnabled(true)
        .setBrandName(profile.brandName()).setBrandDescription(profile.brandDescription()).setRoute(profile.route())
        .setAlphasmsAuthDigest(digest(Front.ALPHASMS, alphasms)).setZapnotyKeyDigest(digest(Front.ZAPNOTY, zapnoty))
        .setEngagelabDevKey(Credentials.engagelabDevKey())
        .setEngagelabDevSecretDigest(digest(Front.ENGAGELAB, engagelab)).setKaleyraSid(Credentials.kaleyraSid())
        .setKaleyraKeyDigest(digest(Front.KALEYRA, kaleyra)).setWebhookSecrets(List.of(sealed(id, webhook)))
        .setSettings(profile.settings()).setCreatedAt(now).setUpdatedAt(now).build();
    store.save(account);
    return new Created(account, alphasms, zapnoty, engagelab, kaleyra, webhook);
  }

  /** The oldest first. */
  List<Account> all() {
    return store.all().stream().sorted(Comparator.comparing(Account::getCreatedAt).thenComparing(Account::getId))
        .toList();
  }

  Optional<Account> find(String id) {
    return store.find(id);
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
      case ENGAGELAB -> Credentials.engagelabDevSecret();
      case KALEYRA -> Credentials.kaleyraKey();
    };
    String digest = digest(front, secret);
    return change(id, account -> switch (front) {
      case ALPHASMS -> account.setAlphasmsAuthDigest(digest);
      case ZAPNOTY -> account.setZapnotyKeyDigest(digest);
      case ENGAGELAB -> account.setEngagelabDevSecretDigest(digest);
      case KALEYRA -> account.setKaleyraKeyDigest(digest);
    }).map(account -> new Rotated(account, secret));
  }

  /** Adds a new webhook secret; the one before stays valid for a while. Empty if there is no such account. */
  Optional<Rotated> rotateWebhookSecret(String id) throws StoreAway {
    String secret = Credentials.webhookSecret();
    Instant now = clock.instant();
    return change(id, account -> {
      var secrets = new ArrayList<SealedSecret>();
      secrets.add(sealed(id, secret));
      for (SealedSecret old : account.getWebhookSecrets()) {
        Instant end = old.getValidUntil() == null ? now.plus(OLD_WEBHOOK_SECRET_KEPT) : old.getValidUntil();
        if (end.isAfter(now) && secrets.size() < WEBHOOK_SECRETS_MAX)
          secrets.add(SealedSecret.newBuilder(old).setValidUntil(end).build());
      }
      return account.setWebhookSecrets(secrets);
    }).map(account -> new Rotated(account, secret));
  }

  private Optional<Account> change(String id, UnaryOperator<Account.Builder> change) throws StoreAway {
    changing.lock();
    try {
      Optional<Account> before = store.find(id);
      if (before.isEmpty()) return Optional.empty();
      Account after = change.apply(Account.newBuilder(before.get())).setUpdatedAt(clock.instant()).build();
      store.save(after);
      return Optional.of(after);
    } finally {
      changing.unlock();
    }
  }

  private String digest(Front front, String secret) {
    return CallerIndex.digest(keys, front, secret);
  }

  private SealedSecret sealed(String accountId, String secret) {
    return new SealedSecret(ByteBuffer.wrap(keys.seal(secret, Contexts.secret(accountId))), null);
  }
}
