package dev.otpstream.ingress.zapnoty;

import dev.otpstream.ingress.accounts.AccountSettings;
import dev.otpstream.ingress.accounts.Accounts;
import dev.otpstream.ingress.accounts.Caller;
import dev.otpstream.ingress.front.Answer;
import dev.otpstream.ingress.front.Envelope;
import dev.otpstream.ingress.front.Fields;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.ingress.store.StoreAway;
import java.util.Optional;

/** {@code GET} and {@code PUT /v1/sender}: what messages with codes say. */
final class SenderCalls {
  private static final String OTP_TEMPLATE = "otp_template";
  private static final String SENDER_NAME = "sender_name";
  private final Accounts accounts;

  SenderCalls(Accounts accounts) {
    this.accounts = accounts;
  }

  Answer show(Caller caller) {
    return sender(caller, Wording.template(caller));
  }

  Answer update(Caller caller, Fields fields) throws StoreAway {
    Optional<String> template = fields.string(OTP_TEMPLATE, Wording.TEXT_LENGTH_MAX, Wording.FORM,
        Wording::isTemplate);
    // Subscribers trust the name they are shown, so only who runs the platform gives one.
    if (fields.has(SENDER_NAME)) fields.wrong(SENDER_NAME, "cannot be changed here");
    if (fields.has("sender_description")) fields.wrong("sender_description", "cannot be changed here");
    if (fields.problem().isPresent()) return Envelope.error(400, "validation_failed", fields.problem().get());
    if (template.isPresent()
        && !accounts.set(caller.accountId(), AccountSettings.ZAPNOTY_OTP_TEMPLATE, template.get()))
      return Envelope.error(404, "not_found", "No such project");
    return sender(caller, template.orElseGet(() -> Wording.template(caller)));
  }

  private static Answer sender(Caller caller, String template) {
    return Answer.ok(Json.obj(SENDER_NAME, Json.of(caller.brandName()), OTP_TEMPLATE, Json.of(template)));
  }
}
