package dev.otpstream.schemas.serde;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.apache.avro.Schema;

/** A registry on loopback that gives ids in turn, can be told to answer something else, and remembers who asked. */
final class StubRegistry implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  final List<String> asked = new CopyOnWriteArrayList<>();
  final List<String> credentials = new CopyOnWriteArrayList<>();
  private final List<String> schemas = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private volatile int status = 200;
  private volatile String body;

  StubRegistry() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** A client of its own, which knows nothing yet. */
  SchemaRegistry client() {
    return new HttpRegistry(RegistrySettings.of(url(), ""));
  }

  /** As if somebody else had registered it. */
  int holds(Schema schema) {
    schemas.add(schema.toString());
    return schemas.size();
  }

  /** From now on it answers this, whatever it is asked. */
  void answers(int otherStatus, String otherBody) {
    status = otherStatus;
    body = otherBody;
  }

  /** From now on it does its work again. */
  void isBack() {
    status = 200;
    body = null;
  }

  private void answer(HttpExchange call) throws IOException {
    try (call) {
      asked.add(call.getRequestMethod() + " " + call.getRequestURI());
      credentials.add(String.valueOf(call.getRequestHeaders().getFirst("Authorization")));
      byte[] request = call.getRequestBody().readAllBytes();
      byte[] answer = (body == null ? work(call, request) : body).getBytes(StandardCharsets.UTF_8);
      call.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
      if (answer.length > 0) call.getResponseBody().write(answer);
    }
  }

  private String work(HttpExchange call, byte[] request) throws IOException {
    String path = call.getRequestURI().getPath();
    if (path.startsWith("/schemas/ids/")) {
      int id = Integer.parseInt(path.substring("/schemas/ids/".length()));
      if (id >= 1 && id <= schemas.size()) return JSON.writeValueAsString(Map.of("schema", schemas.get(id - 1)));
      status = 404;
      return "{\"error_code\":40403,\"message\":\"Schema not found\"}";
    }
    String schema = JSON.readTree(request).path("schema").asText();
    int known = schemas.indexOf(schema);
    return JSON.writeValueAsString(Map.of("id", known >= 0 ? known + 1 : holds(new Schema.Parser().parse(schema))));
  }

  @Override public void close() {
    server.stop(0);
  }
}
