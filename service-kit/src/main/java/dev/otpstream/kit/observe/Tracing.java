package dev.otpstream.kit.observe;

import dev.otpstream.kit.Env;
import java.util.Optional;

/**
 * Whether steps are recorded and exported: set for the whole process, as OpenTelemetry does it. Off, which is the
 * default, {@link #begin} only hands on what came in; without a trace at hand it makes no object at all.
 */
public final class Tracing {
  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
  private static final String TRACES_ENDPOINT = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
  private static volatile OtelSpans spans;

  private Tracing() {}

  /** What a step does. */
  public enum Kind {
    /** Answers a caller; the only one that begins a trace where there is none. */
    CALL,
    /** Works on a record. */
    TAKE,
    /** Asks somebody outside. */
    ASK
  }

  /** Ends the export: what has been recorded is sent first, for a few seconds at most. */
  @FunctionalInterface
  public interface Export extends AutoCloseable {
    @Override void close();
  }

  /**
   * Exports from now on if {@code OTEL_EXPORTER_OTLP_ENDPOINT} or {@code OTEL_EXPORTER_OTLP_TRACES_ENDPOINT} is set. All
   * other settings are OpenTelemetry's own, {@code OTEL_TRACES_SAMPLER} and {@code OTEL_RESOURCE_ATTRIBUTES} among them.
   *
   * Malformed ones are left in {@code env} as a problem.
   *
   * @param service the name of this process in traces, unless {@code OTEL_SERVICE_NAME} is set
   */
  public static Export start(Env env, String service) {
    Optional<String> endpoint = env.find(TRACES_ENDPOINT).or(() -> env.find(ENDPOINT));
    if (endpoint.isEmpty() || env.string("OTEL_SDK_DISABLED", "false").equalsIgnoreCase("true")) return () -> {};
    try {
      var started = OtelSpans.start(env.withPrefix("OTEL_"), service);
      spans = started;
      return () -> {
        spans = null;
        started.close();
      };
    } catch (IllegalArgumentException e) {
      env.problem(e.getMessage());
      return () -> {};
    }
  }

  /** Whether steps are recorded. */
  public static boolean isOn() {
    return spans != null;
  }

  /**
   * Begins a step.
   *
   * @param scope  the service that does it
   * @param name   what is done: from a short list
   * @param parent what it follows from
   */
  public static Hop begin(Kind kind, String scope, String name, Trace parent) {
    OtelSpans on = spans;
    if (parent.isNone() && (on == null || kind != Kind.CALL)) return Hop.NONE;
    return on == null ? new Hop.Through(parent) : on.begin(kind, scope, name, parent);
  }
}
