package dev.otpstream.schemas.serde;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;

/**
 * Where the registry is and who asks.
 *
 * @param url          its base URL, without a trailing slash
 * @param basicAuth    {@code user:password}, or empty for none
 * @param autoRegister whether unknown schemas may be registered
 */
public record RegistrySettings(String url, String basicAuth, boolean autoRegister) {
  public static final String URL = "schema.registry.url";
  public static final String CREDENTIALS_SOURCE = "basic.auth.credentials.source";
  public static final String USER_INFO = "basic.auth.user.info";
  public static final String AUTO_REGISTER = "auto.register.schemas";

  /** Settings for a registry at an URL; {@code basicAuth} empty for none. */
  public static RegistrySettings of(String url, String basicAuth) {
    return new RegistrySettings(url.replaceFirst("/+$", ""), basicAuth, true);
  }

  static RegistrySettings from(Map<String, ?> settings) {
    Object url = settings.get(URL);
    if (url == null) throw new ConfigException("missing setting " + URL);
    Object auth = settings.get(USER_INFO);
    Object auto = settings.get(AUTO_REGISTER);
    return new RegistrySettings(url.toString().replaceFirst("/+$", ""), auth == null ? "" : auth.toString(),
        auto == null || Boolean.parseBoolean(auto.toString()));
  }

  /** The same as serializer and deserializer settings. */
  public Map<String, Object> asMap() {
    var map = new HashMap<String, Object>();
    map.put(URL, url);
    map.put(AUTO_REGISTER, Boolean.toString(autoRegister));
    if (!basicAuth.isEmpty()) {
      map.put(CREDENTIALS_SOURCE, "USER_INFO");
      map.put(USER_INFO, basicAuth);
    }
    return map;
  }

  @Override public String toString() {
    return "RegistrySettings[url=" + url + "]";
  }
}
