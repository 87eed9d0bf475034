package dev.otpstream.schemas;

import dev.otpstream.schemas.serde.RegistryUnavailable;
import dev.otpstream.schemas.serde.SchemaRegistry;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;

/** What the schemas of public topics may become: every version reads what every other version writes. */
public final class SchemaPromise {
  /** In Confluent's words. */
  public static final String LEVEL = "FULL_TRANSITIVE";

  private SchemaPromise() {}

  /**
   * Has the registry refuse whatever would break the promise. A registry that cannot do so now stops nobody: the build
   * has checked the schemas, and the next start asks again.
   *
   * @return what could not be set, one sentence each; empty: all is well
   */
  public static List<String> ensure(SchemaRegistry registry) {
    var problems = new ArrayList<String>();
    for (Topic<?> topic : Topics.PUBLIC) {
      try {
        registry.keepCompatible(topic.subject(), LEVEL);
      } catch (RegistryUnavailable | SerializationException e) {
        problems.add("compatibility level of subject " + topic.subject() + " not set: " + e.getMessage());
      }
    }
    return problems;
  }
}
