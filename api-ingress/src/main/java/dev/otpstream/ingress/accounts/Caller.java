package dev.otpstream.ingress.accounts;

import java.util.List;
import java.util.Map;

/**
 * An account as the fronts see it: all they need, no credential.
 *
 * @param accountId its id
 * @param brandName what a recipient sees as sender
 * @param route     channels in the order to try, where a call names none
 * @param settings  switches of the fronts
 * @param hooks     endpoints that hear of all its messages
 */
public record Caller(String accountId, String brandName, List<String> route, Map<String, String> settings,
    List<CallerHook> hooks) {
  public Caller {
    route = List.copyOf(route);
    settings = Map.copyOf(settings);
    hooks = List.copyOf(hooks);
  }

  /** An account without hooks. */
  public Caller(String accountId, String brandName, List<String> route, Map<String, String> settings) {
    this(accountId, brandName, route, settings, List.of());
  }

  /** Its endpoints that read a format. */
  public List<CallerHook> hooks(String format) {
    return hooks.stream().filter(hook -> hook.format().equals(format)).toList();
  }
}
