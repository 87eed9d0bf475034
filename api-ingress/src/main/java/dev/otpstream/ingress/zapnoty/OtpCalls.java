package dev.otpstream.ingress.zapnoty;

import dev.otpstream.ingress.engine.Engine;
import dev.otpstream.ingress.subscribers.Subscribers;
import java.util.Optional;

/**
 * The calls about codes: once for live keys, once for test keys.
 *
 * @param send     makes and sends one
 * @param verify   judges a guess
 * @param messages our own calls about messages
 * @param consents links for whom no code can be sent yet
 */
record OtpCalls(SendCall send, VerifyCall verify, MessageCalls messages, ConsentCalls consents) {
  static OtpCalls of(Engine engine, Subscribers subscribers, SendReader reader, BotLinks links,
      Optional<ResendLimit> resends) {
    var recipients = new Recipients(subscribers);
    return new OtpCalls(new SendCall(engine, recipients, reader, resends), new VerifyCall(engine, recipients),
        new MessageCalls(engine, recipients), new ConsentCalls(engine, links));
  }
}
