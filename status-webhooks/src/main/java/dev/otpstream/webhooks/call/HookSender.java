package dev.otpstream.webhooks.call;

import dev.otpstream.kit.CrashPoint;
import dev.otpstream.kit.target.Forbidden;
import dev.otpstream.kit.target.HookTarget;
import dev.otpstream.kit.target.TargetRules;
import dev.otpstream.schemas.Account;
import dev.otpstream.schemas.AccountHook;
import dev.otpstream.schemas.WebhookDue;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.schemas.sealing.Unopenable;
import dev.otpstream.webhooks.format.Endpoint;
import dev.otpstream.webhooks.format.HookFormat;
import dev.otpstream.webhooks.format.HookRequest;
import dev.otpstream.webhooks.format.Telling;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells one hook about one event, once. Thread-safe. */
final class HookSender {
  private static final Logger LOG = LoggerFactory.getLogger(HookSender.class);
  private final TargetRules rules;
  private final Keys keys;
  private final HookClient client;

  HookSender(TargetRules rules, Keys keys, HookClient client) {
    this.rules = rules;
    this.keys = keys;
    this.client = client;
  }

  /** @param account whose hook it is; null if it is not known here */
  CallOutcome send(WebhookDue due, Account account, Instant now) {
    if (account == null) return new CallOutcome.Unsignable("unknown-account");
    HookFormat format = HookFormat.named(due.getHookFormat()).orElse(null);
    if (format == null) return new CallOutcome.NotAllowed("unknown-format"); // from a newer scheduler
    Optional<String> word = format.word(due.getEvent());
    if (word.isEmpty()) return new CallOutcome.Dropped("no-word");
    Optional<AccountHook> own = account.getHooks().stream().filter(hook -> hook.getId().equals(due.getEndpoint()))
        .findFirst();
    if (own.isEmpty() && !due.getEndpoint().isEmpty()) return new CallOutcome.Dropped("endpoint-deleted");
    try {
      // The caller may have moved the endpoint since the order was given.
      String url = keys.open(own.map(AccountHook::getUrl).orElse(due.getUrl()), Contexts.hook(account.getId()));
      return send(format, due, word.get(), url, account, own, now);
    } catch (Unopenable e) {
      return new CallOutcome.NotAllowed("unopenable-url");
    }
  }

  private CallOutcome send(HookFormat format, WebhookDue due, String word, String url, Account account,
      Optional<AccountHook> own, Instant now) {
    HookRequest request;
    try {
      Endpoint endpoint = own.isPresent()
          ? Endpoint.of(account, own.get(), keys, now)
          : Endpoint.of(account, format.name(), keys, now);
      if (!endpoint.wants(word)) return new CallOutcome.Dropped("not-wanted");
      if (format.mustBeSigned() && endpoint.secrets().isEmpty()) return new CallOutcome.Unsignable("no-secret");
      request = format.write(new Telling(due, word, url, endpoint, recipient(format, due, account), now));
    } catch (Unopenable | IllegalArgumentException e) {
      return new CallOutcome.Unsignable("unreadable-secret");
    }
    return switch (rules.read(request.url())) {
      case Forbidden forbidden -> new CallOutcome.NotAllowed(forbidden.reason());
      case HookTarget target -> logged(due, target, call(target, request));
    };
  }

  private CallOutcome call(HookTarget target, HookRequest request) {
    CrashPoint.HOOKS_BEFORE_CALL.pass();
    CallOutcome outcome = client.call(target, request);
    CrashPoint.HOOKS_AFTER_CALL.pass();
    return outcome;
  }

  /** Opened for this one call, and only for a format that tells it. */
  private Optional<String> recipient(HookFormat format, WebhookDue due, Account account) throws Unopenable {
    if (!format.tellsRecipient() || due.getRecipient() == null) return Optional.empty();
    return Optional.of(keys.open(due.getRecipient(), Contexts.recipient(account.getId())));
  }

  private static CallOutcome logged(WebhookDue due, HookTarget target, CallOutcome outcome) {
    var line = outcome instanceof CallOutcome.Delivered ? LOG.atDebug() : LOG.atInfo();
    line.addKeyValue("eventId", due.getEventId()).addKeyValue("host", target.host())
        .addKeyValue("outcome", outcome.word()).addKeyValue("status", outcome.statusOrZero())
        .addKeyValue("detail", outcome.detailOrEmpty()).log("hook called");
    return outcome;
  }
}
