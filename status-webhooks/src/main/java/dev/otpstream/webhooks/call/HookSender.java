package dev.otpstream.webhooks.call;

import dev.otpstream.kit.target.Forbidden;
import dev.otpstream.kit.target.HookTarget;
import dev.otpstream.kit.target.TargetRules;
import dev.otpstream.schemas.Account;
import dev.otpstream.schemas.WebhookDue;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.schemas.sealing.Unopenable;
import dev.otpstream.webhooks.format.HookFormat;
import dev.otpstream.webhooks.format.SigningKeys;
import java.time.Instant;
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
    try {
      return switch (rules.read(keys.open(due.getUrl(), Contexts.hook(account.getId())))) {
        case Forbidden forbidden -> new CallOutcome.NotAllowed(forbidden.reason());
        case HookTarget target -> send(due, account, target, now);
      };
    } catch (Unopenable e) {
      return new CallOutcome.NotAllowed("unopenable-url");
    }
  }

  private CallOutcome send(WebhookDue due, Account account, HookTarget target, Instant now) {
    HookFormat format = HookFormat.named(due.getHookFormat()).orElse(null);
    if (format == null) return new CallOutcome.NotAllowed("unknown-format"); // from a newer scheduler
    CallOutcome outcome;
    try {
      SigningKeys signing = SigningKeys.of(account, keys, now);
      if (format.mustBeSigned() && signing.secrets().isEmpty()) return new CallOutcome.Unsignable("no-secret");
      outcome = client.post(target, format.write(due, signing, now));
    } catch (Unopenable | IllegalArgumentException e) {
      return new CallOutcome.Unsignable("unreadable-secret");
    }
    var line = outcome instanceof CallOutcome.Delivered ? LOG.atDebug() : LOG.atInfo();
    line.addKeyValue("eventId", due.getEventId()).addKeyValue("host", target.host())
        .addKeyValue("outcome", outcome.word()).addKeyValue("status", outcome.statusOrZero())
        .addKeyValue("detail", outcome.detailOrEmpty()).log("hook called");
    return outcome;
  }
}
