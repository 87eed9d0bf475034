package dev.otpstream.ingress;

import dev.otpstream.ingress.engine.EngineLink;
import dev.otpstream.ingress.front.HttpConfig;
import dev.otpstream.ingress.zapnoty.BotLinks;
import dev.otpstream.kit.Env;
import dev.otpstream.kit.Secret;
import dev.otpstream.kit.target.TargetRules;
import java.util.List;

/**
 * The ingress's settings.
 *
 * @param adminToken     what operators show
 * @param callsPerMinute for accounts without a limit of their own; 0: none
 * @param hookTargets    where hooks may lead
 * @param console        whether operators have a page
 * @param botLinks       where the messengers' bots are
 */
record IngressConfig(HttpConfig http, EngineLink.Settings engine, Secret adminToken, int callsPerMinute,
    TargetRules hookTargets, boolean console, BotLinks botLinks) {
  private static final List<String> FRONTS = List.of("alphasms", "engagelab", "kaleyra", "zapnoty");

  static IngressConfig from(Env env) {
    EngineLink.Settings engine = EngineLink.Settings.from(env);
    return new IngressConfig(HttpConfig.from(env, engine.replyTiming().replyTimeout(), FRONTS), engine,
        env.secret("OTP_ADMIN_TOKEN"), env.integer("OTP_CALLS_PER_MINUTE", 0, 0, 10_000_000), TargetRules.from(env),
        env.flag("OTP_CONSOLE", true), BotLinks.from(env));
  }
}
