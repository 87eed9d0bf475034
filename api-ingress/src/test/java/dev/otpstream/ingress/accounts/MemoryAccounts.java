package dev.otpstream.ingress.accounts;

import dev.otpstream.schemas.Account;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Accounts in memory, indexed as the real ones are. */
final class MemoryAccounts implements AccountStore {
  private final Map<String, Account> accounts = new LinkedHashMap<>();
  private final CallerIndex index;
  boolean away;

  MemoryAccounts(CallerIndex index) {
    this.index = index;
  }

  @Override public Optional<Account> find(String id) {
    return Optional.ofNullable(accounts.get(id));
  }

  @Override public List<Account> all() {
    return List.copyOf(accounts.values());
  }

  @Override public void save(Account account) throws StoreAway {
    if (away) throw new StoreAway(null);
    accounts.put(account.getId(), account);
    index.put(account.getId(), account);
  }
}
