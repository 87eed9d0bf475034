package dev.otpstream.schemas.serde;

import java.util.Map;
import org.apache.avro.Schema;

/** Where schemas get their ids. Implementations are thread-safe and remember every answer, so that a known id needs no call. */
public interface SchemaRegistry {
  /**
   * The id of a schema under a subject; registers it if the registry does not have it yet.
   *
   * @throws RegistryUnavailable if the registry does not answer now: try again later
   * @throws org.apache.kafka.common.errors.SerializationException if the registry refuses the schema
   */
  int register(String subject, Schema schema);

  /**
   * The schema of an id.
   *
   * @throws RegistryUnavailable if the registry does not answer now: try again later
   * @throws org.apache.kafka.common.errors.SerializationException if there is no such id
   */
  Schema byId(int id);

  /**
   * Has the registry refuse every schema of a subject that does not keep to a level of compatibility. A registry that
   * checks nothing, and one where we may not register, is left as it is.
   *
   * @param level in Confluent's words, such as FULL_TRANSITIVE
   * @throws RegistryUnavailable if the registry does not answer now, or does not let us
   * @throws org.apache.kafka.common.errors.SerializationException if the registry knows no such level
   */
  default void keepCompatible(String subject, String level) {}

  /**
   * The registry that serde settings name. An URL {@code mock://name} is a registry in this JVM's memory, shared by
   * all who give the same name; anything else speaks HTTP and is shared by all who give the same settings.
   */
  static SchemaRegistry from(Map<String, ?> settings) {
    return Registries.from(RegistrySettings.from(settings));
  }
}
