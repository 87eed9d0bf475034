package dev.otpstream.standalone;

import dev.otpstream.channel.max.MaxChannel;
import dev.otpstream.channel.sms.SmsChannel;
import dev.otpstream.channel.telegram.TelegramChannel;
import dev.otpstream.engine.OtpEngine;
import dev.otpstream.ingress.Ingress;
import dev.otpstream.kit.Env;
import dev.otpstream.kit.Platform;
import dev.otpstream.kit.Service;
import dev.otpstream.webhooks.StatusWebhooks;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A service of the platform, which may also run as a process of its own.
 *
 * @param service its name, as operators write it
 * @param start   makes the running service
 * @param signs   settings of which one must be there for the service to have work; empty: it always has
 */
public record Part(String service, BiFunction<Env, Platform, Service> start, List<String> signs) {
  public static final List<Part> ALL = List.of(new Part("api-ingress", Ingress::start, List.of()),
      new Part("otp-engine", OtpEngine::start, List.of()),
      new Part("channel-telegram", TelegramChannel::start, List.of("TELEGRAM_GATEWAY_TOKEN", "TELEGRAM_BOT_TOKEN")),
      new Part("channel-max", MaxChannel::start, List.of("MAX_BOT_TOKEN")),
      new Part("channel-sms", SmsChannel::start, List.of("SMPP_HOST", "SMS_PROVIDER")),
      new Part("status-webhooks", StatusWebhooks::start, List.of()));

  /** Whether the settings are meant for it: a channel without a provider's is somebody else's. */
  public boolean isMeantBy(Env env) {
    return signs.isEmpty() || signs.stream().map(env::find).anyMatch(Optional::isPresent);
  }

  /** The service of a name; empty if there is none. */
  public static Optional<Part> of(String service) {
    return ALL.stream().filter(part -> part.service.equals(service)).findFirst();
  }
}
