package dev.otpstream.ingress.engine;

import dev.otpstream.ingress.engine.SendOrder.Step;
import dev.otpstream.ingress.front.Channels;
import dev.otpstream.ingress.front.Fields;
import dev.otpstream.ingress.json.Json;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How long a channel's code may stay unverified, delivered or not, before the next channel is tried. What the request says
 * comes before what its template says, that before the account's settings, and those before the installation's.
 *
 * @param byChannel by the channel's name; zero: for ever; a channel that is not there: nothing is said of it here
 */
public record VerifyTimeouts(Map<String, Duration> byChannel) {
  /** The field of a request or a template. */
  public static final String FIELD = "verify_timeouts";
  /** What the settings of accounts and templates begin with; a channel's name follows, the value is in seconds. */
  public static final String SETTING = "verify_timeout.";
  public static final VerifyTimeouts NONE = new VerifyTimeouts(Map.of());
  public static final Set<String> CHANNELS = Set.of(Channels.TELEGRAM, Channels.MAX, Channels.SMS);
  /** The engine gives a channel no less: it would be skipped before it had a chance. */
  private static final int SECONDS_MIN = 5;
  private static final int SECONDS_MAX = 1800;
  private static final String FORM = "0 or " + SECONDS_MIN + " to " + SECONDS_MAX;
  /** For people: what a value must be. */
  public static final String SETTING_FORM = "seconds: " + FORM;

  public VerifyTimeouts {
    byChannel = Map.copyOf(byChannel);
  }

  /** Reads {@link #FIELD}: seconds by channel. What is wrong is remembered by the fields. */
  public static VerifyTimeouts read(Fields fields) {
    Fields given = fields.object(FIELD);
    var byChannel = new HashMap<String, Duration>();
    for (String name : given.names()) {
      if (!CHANNELS.contains(name)) {
        fields.wrong(FIELD, "names a channel that does not exist");
      } else if (given.has(name)) {
        int seconds = given.integer(name, 0, SECONDS_MAX, 0);
        if (isAllowed(seconds)) byChannel.put(name, Duration.ofSeconds(seconds));
        else
          given.wrong(name, "is not " + FORM);
      }
    }
    return new VerifyTimeouts(byChannel);
  }

  /** Out of the settings of an account or a template. */
  public static VerifyTimeouts of(Map<String, String> settings) {
    var byChannel = new HashMap<String, Duration>();
    for (String channel : CHANNELS) {
      String seconds = settings.get(SETTING + channel);
      if (seconds != null) byChannel.put(channel, Duration.ofSeconds(Long.parseLong(seconds)));
    }
    return new VerifyTimeouts(byChannel);
  }

  /** Whether a setting may say this. */
  public static boolean isSetting(String text) {
    return text.matches("0|[1-9][0-9]{0,3}") && isAllowed(Integer.parseInt(text));
  }

  private static boolean isAllowed(int seconds) {
    return seconds == 0 || (seconds >= SECONDS_MIN && seconds <= SECONDS_MAX);
  }

  /** As settings. */
  public Map<String, String> settings() {
    var settings = new HashMap<String, String>();
    byChannel.forEach((channel, wait) -> settings.put(SETTING + channel, Long.toString(wait.toSeconds())));
    return settings;
  }

  /** As the field that they were read from; empty if nothing is said. */
  public Optional<Json> field() {
    if (byChannel.isEmpty()) return Optional.empty();
    var seconds = new HashMap<String, Json>();
    byChannel.forEach((channel, wait) -> seconds.put(channel, Json.of(wait.toSeconds())));
    return Optional.of(new Json.Obj(seconds));
  }

  /** These, and for what they do not say, those of somebody who speaks of more. */
  public VerifyTimeouts or(VerifyTimeouts general) {
    var all = new HashMap<>(general.byChannel);
    all.putAll(byChannel);
    return new VerifyTimeouts(all);
  }

  /** A route that keeps to them. */
  public List<Step> on(List<Step> route) {
    return route.stream().map(step -> new Step(step.channel(), step.text(), step.sender(),
        Optional.ofNullable(byChannel.get(step.channel())))).toList();
  }
}
