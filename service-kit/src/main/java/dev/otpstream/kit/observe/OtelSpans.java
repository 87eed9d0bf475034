package dev.otpstream.kit.observe;

import dev.otpstream.kit.observe.Tracing.Kind;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Steps as OpenTelemetry spans. */
final class OtelSpans implements AutoCloseable {
  private static final long CLOSE_TIMEOUT_S = 5;
  private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
  private static final TextMapGetter<Trace> GETTER = new TextMapGetter<>() {
    @Override public Iterable<String> keys(Trace trace) {
      return List.of(Trace.PARENT_HEADER, Trace.STATE_HEADER);
    }

    @Override public String get(Trace trace, String key) {
      return switch (key) {
        case Trace.PARENT_HEADER -> trace.parent();
        case Trace.STATE_HEADER -> trace.state().isEmpty() ? null : trace.state();
        default -> null;
      };
    }
  };
  private final OpenTelemetrySdk sdk;

  private OtelSpans(OpenTelemetrySdk sdk) {
    this.sdk = sdk;
  }

  /**
   * Starts to export.
   *
   * @param settings OpenTelemetry's own, without their prefix
   * @throws IllegalArgumentException if one of them is malformed
   */
  static OtelSpans start(Map<String, String> settings, String service) {
    var properties = new HashMap<>(
        Map.of("otel.service.name", service, "otel.exporter.otlp.protocol", "http/protobuf"));
    settings.forEach(
        (name, value) -> properties.put("otel." + name.toLowerCase(Locale.ROOT).replace('_', '.'), value));
    try {
      return new OtelSpans(AutoConfiguredOpenTelemetrySdk.builder().disableShutdownHook()
          .addPropertiesSupplier(() -> properties)
          // Metrics and logs have ways of their own out of the process.
          .addPropertiesCustomizer(_ -> Map.of("otel.metrics.exporter", "none", "otel.logs.exporter", "none"))
          .build().getOpenTelemetrySdk());
    } catch (ConfigurationException e) {
      throw new IllegalArgumentException("OTEL_*: " + e.getMessage(), e);
    }
  }

  Hop begin(Kind kind, String scope, String name, Trace parent) {
    Span span = sdk.getTracer(scope).spanBuilder(name).setParent(context(parent)).setSpanKind(switch (kind) {
      case CALL -> SpanKind.SERVER;
      case TAKE -> SpanKind.CONSUMER;
      case ASK -> SpanKind.CLIENT;
    }).startSpan();
    return new Recorded(span, trace(span));
  }

  private static Context context(Trace trace) {
    return trace.isNone() ? Context.root() : W3C.extract(Context.root(), trace, GETTER);
  }

  private static Trace trace(Span span) {
    var said = new HashMap<String, String>();
    W3C.inject(Context.root().with(span), said, Map::put);
    return Trace.of(said.get(Trace.PARENT_HEADER), said.get(Trace.STATE_HEADER));
  }

  @Override public void close() {
    sdk.getSdkTracerProvider().shutdown().join(CLOSE_TIMEOUT_S, TimeUnit.SECONDS);
  }

  private record Recorded(Span span, Trace trace) implements Hop {
    @Override public Hop with(String key, String value) {
      span.setAttribute(key, value);
      return this;
    }

    @Override public Hop with(String key, long value) {
      span.setAttribute(key, value);
      return this;
    }

    @Override public Hop link(Trace other) {
      SpanContext linked = Span.fromContext(context(other)).getSpanContext();
      if (linked.isValid()) span.addLink(linked);
      return this;
    }

    @Override public Hop failed(String reason) {
      span.setStatus(StatusCode.ERROR, reason);
      return this;
    }

    @Override public void close() {
      span.end();
    }
  }
}
