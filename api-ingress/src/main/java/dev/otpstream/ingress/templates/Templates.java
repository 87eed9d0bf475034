package dev.otpstream.ingress.templates;

import dev.otpstream.ingress.store.Store;
import dev.otpstream.ingress.store.StoreAway;
import dev.otpstream.schemas.Template;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Templates of accounts. Changes of one instance follow each other; of two instances that add the same id at the same
 * moment, the later one wins. Thread-safe; reading never waits, changing does.
 */
public final class Templates {
  /** More than one account needs, so that none fills the memory of all. */
  static final int PER_ACCOUNT_MAX = 1000;
  private final ReentrantLock changing = new ReentrantLock();
  private final Store<Template> store;

  public Templates(Store<Template> store) {
    this.store = store;
  }

  /** What became of a template that was to be added. */
  public enum Added {
    ADDED,
    /** The account has one with this id. */
    EXISTS,
    /** The account has as many as it may have. */
    TOO_MANY
  }

  public Optional<Template> find(String accountId, String id) {
    return store.find(key(accountId, id));
  }

  /** An account's templates, the oldest first. */
  public List<Template> all(String accountId) {
    return store.all().stream().filter(template -> template.getAccountId().equals(accountId))
        .sorted(Comparator.comparing(Template::getCreatedAt).thenComparing(Template::getId)).toList();
  }

  /** @throws StoreAway if it cannot be saved now; then nobody knows whether it was */
  public Added add(Template template) throws StoreAway {
    changing.lock();
    try {
      if (find(template.getAccountId(), template.getId()).isPresent()) return Added.EXISTS;
      if (all(template.getAccountId()).size() >= PER_ACCOUNT_MAX) return Added.TOO_MANY;
      store.save(key(template.getAccountId(), template.getId()), template);
      return Added.ADDED;
    } finally {
      changing.unlock();
    }
  }

  /**
   * Removes a template; false if there is none.
   *
   * @throws StoreAway if it cannot be removed now; then nobody knows whether it was
   */
  public boolean remove(String accountId, String id) throws StoreAway {
    changing.lock();
    try {
      if (find(accountId, id).isEmpty()) return false;
      store.delete(key(accountId, id));
      return true;
    } finally {
      changing.unlock();
    }
  }

  private static String key(String accountId, String id) {
    return accountId + "/" + id;
  }
}
