package dev.otpstream.ingress.accounts;

import dev.otpstream.schemas.Account;
import dev.otpstream.schemas.AccountHook;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.schemas.sealing.Unopenable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accounts by the keyed digests of their credentials. A caller cannot choose a digest without our key, so that a lookup
 * tells nothing by the time it takes.
 */
final class CallerIndex implements Callers {
  private static final Logger LOG = LoggerFactory.getLogger(CallerIndex.class);
  private static final Identity UNKNOWN = new Identity.Unknown();
  private static final Identity DISABLED = new Identity.Disabled();

  private record Digest(Front front, String value) {}

  /** The public half of a credential, and whose it is. */
  private record Entry(String name, Identity identity) {}

  private final Keys keys;
  private final ConcurrentMap<Digest, Entry> entries = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, List<Digest>> digestsOfAccount = new ConcurrentHashMap<>();

  CallerIndex(Keys keys) {
    this.keys = keys;
  }

  static String digest(Keys keys, Front front, String secret) {
    return keys.token(secret, front.context());
  }

  @Override public Identity identify(Front front, String name, String secret) {
    Entry entry = entries.get(new Digest(front, digest(keys, front, secret)));
    return entry != null && sameText(entry.name(), name) ? entry.identity() : UNKNOWN;
  }

  /** Takes the newest record of an account; null: it is gone. Called by one thread. */
  void put(String accountId, Account account) {
    List<Digest> before = digestsOfAccount.getOrDefault(accountId, List.of());
    if (account == null) {
      digestsOfAccount.remove(accountId);
      before.forEach(entries::remove);
      return;
    }
    var alphasms = new Digest(Front.ALPHASMS, account.getAlphasmsAuthDigest());
    var zapnoty = new Digest(Front.ZAPNOTY, account.getZapnotyKeyDigest());
    var engagelab = new Digest(Front.ENGAGELAB, account.getEngagelabDevSecretDigest());
    var kaleyra = new Digest(Front.KALEYRA, account.getKaleyraKeyDigest());
    Identity identity = account.getEnabled() ? new Identity.Known(caller(account)) : DISABLED;
    entries.put(alphasms, new Entry("", identity));
    entries.put(zapnoty, new Entry("", identity));
    entries.put(engagelab, new Entry(account.getEngagelabDevKey(), identity));
    entries.put(kaleyra, new Entry(account.getKaleyraSid(), identity));
    var now = new ArrayList<>(List.of(alphasms, zapnoty, engagelab, kaleyra));
    if (!account.getZapnotyTestKeyDigest().isEmpty()) {
      var sandbox = new Digest(Front.ZAPNOTY_TEST, account.getZapnotyTestKeyDigest());
      entries.put(sandbox, new Entry("", identity));
      now.add(sandbox);
    }
    digestsOfAccount.put(accountId, now);
    before.stream().filter(digest -> !now.contains(digest)).forEach(entries::remove);
  }

  private Caller caller(Account account) {
    return new Caller(account.getId(), account.getBrandName(), account.getRoute(), account.getSettings(),
        account.getHooks().stream().filter(Endpoints::isActive).flatMap(hook -> hook(account.getId(), hook).stream())
            .toList());
  }

  /** An endpoint whose key is gone can tell nobody anything; the account can do all else. */
  private Optional<CallerHook> hook(String accountId, AccountHook hook) {
    try {
      String url = keys.open(hook.getUrl(), Contexts.hook(accountId));
      return Optional.of(new CallerHook(hook.getId(), hook.getFormat(), url, hook.getEvents()));
    } catch (Unopenable _) {
      LOG.atWarn().addKeyValue("accountId", accountId).addKeyValue("endpoint", hook.getId())
          .log("endpoint cannot be opened");
      return Optional.empty();
    }
  }

  private static boolean sameText(String a, String b) {
    return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }
}
