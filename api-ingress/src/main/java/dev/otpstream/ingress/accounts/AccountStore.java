package dev.otpstream.ingress.accounts;

import dev.otpstream.schemas.Account;
import java.util.List;
import java.util.Optional;

/** Where accounts are kept. What was saved is seen by the next read. */
interface AccountStore {
  Optional<Account> find(String id);

  /** All accounts, in no particular order. */
  List<Account> all();

  /** @throws StoreAway if it cannot be saved now; then nobody knows whether it was */
  void save(Account account) throws StoreAway;

  /** The accounts' topic does not answer. */
  final class StoreAway extends Exception {
    private static final long serialVersionUID = 1L;

    StoreAway(Throwable cause) {
      super("accounts cannot be saved now", cause);
    }
  }
}
