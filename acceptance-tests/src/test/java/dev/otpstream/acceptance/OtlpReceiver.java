package dev.otpstream.acceptance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** What takes exported spans: OTLP over HTTP, read with OpenTelemetry's own protocol classes. */
final class OtlpReceiver implements AutoCloseable {
  /** A span, by what a test asks of it; ids in hexadecimal digits. */
  record Step(String scope, String name, String traceId, String id, String parentId) {
    String label() {
      return scope + ": " + name;
    }
  }

  private final List<Step> steps = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  OtlpReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v1/traces", this::receive);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<Step> of(String traceId) {
    return steps.stream().filter(step -> step.traceId().equals(traceId)).toList();
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody().readAllBytes());
      for (var resource : request.getResourceSpansList())
        for (var scope : resource.getScopeSpansList())
          for (Span span : scope.getSpansList())
            steps.add(step(scope.getScope().getName(), span));
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private static Step step(String scope, Span span) {
    var hex = HexFormat.of();
    return new Step(scope, span.getName(), hex.formatHex(span.getTraceId().toByteArray()),
        hex.formatHex(span.getSpanId().toByteArray()), hex.formatHex(span.getParentSpanId().toByteArray()));
  }

  @Override public void close() {
    server.stop(0);
  }
}
