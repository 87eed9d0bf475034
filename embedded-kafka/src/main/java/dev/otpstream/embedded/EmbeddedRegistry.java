package dev.otpstream.embedded;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A schema registry for Avro that speaks Confluent's REST API, on the loopback address only. Its state is the
 * {@code _schemas} topic in Confluent's own format, so it survives with the Kafka it is on.
 *
 * <p>At most one registry writes to a Kafka; two would be told of each other's schemas, but might give one id twice.
 * Schema references, other kinds of schema and other modes than read-write are refused.
 */
public final class EmbeddedRegistry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRegistry.class);

  private final SchemaLog log;
  private final RegistryServer server;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedRegistry(SchemaLog log, RegistryServer server) {
    this.log = log;
    this.server = server;
  }

  /**
   * Reads the schemas and returns when it serves clients.
   *
   * @throws IllegalStateException if the port is taken, or Kafka or the topic cannot be used
   */
  public static EmbeddedRegistry start(RegistryConfig config) {
    var subjects = new Subjects();
    var lookups = new Lookups(subjects);
    var log = SchemaLog.open(config.clientSettings(), subjects::apply);
    try {
      var api = new RegistryApi(lookups, new Registry(subjects, lookups, log));
      var server = RegistryServer.start(config, api);
      LOG.atInfo().addKeyValue("url", server.url()).addKeyValue("versions", subjects.all().size())
          .log("registry ready");
      return new EmbeddedRegistry(log, server);
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
  }

  /** What a client's {@code schema.registry.url} wants. */
  public String url() {
    return server.url();
  }

  /** Stops within seconds. Safe to call again. */
  @Override public void close() {
    if (closed.compareAndSet(false, true)) {
      server.close();
      log.close();
    }
  }
}
