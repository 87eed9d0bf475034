package dev.otpstream.ingress.front;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.RoutesConfig;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Javalin on Jetty with our limits: everything that can grow is bounded, and nothing tells what we run on. */
final class HttpServer {
  private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
  private static final int HEADER_BYTES_MAX = 8 * 1024;
  private static final int THREADS_MAX = 64; // for selecting and accepting; calls run on virtual threads
  private final HttpConfig config;
  private final Function<String, Answer> unusualMethods;
  private volatile ServerConnector connector;

  /** @param unusualMethods answers calls with methods that no dialect knows, given the path */
  HttpServer(HttpConfig config, Function<String, Answer> unusualMethods) {
    this.config = config;
    this.unusualMethods = unusualMethods;
  }

  Javalin create(Consumer<RoutesConfig> routes) {
    return Javalin.create(javalin -> {
      javalin.startup.showJavalinBanner = false;
      javalin.startup.startupWatcherEnabled = false;
      javalin.http.prefer405over404 = true;
      javalin.http.compressionStrategy = CompressionStrategy.NONE;
      javalin.jetty.threadPool = threads();
      javalin.jetty.addConnector((server, http) -> connector = connector(server, http));
      javalin.jetty.modifyServer(server -> server.setErrorHandler(HttpServer::beforeAnyDialect));
      javalin.jetty.modifyServletContextHandler(handler -> {
        handler.setErrorHandler(HttpServer::beforeAnyDialect);
        handler.addFilter(usualMethods(), "/*", EnumSet.of(DispatcherType.REQUEST));
      });
      routes.accept(javalin.routes);
    });
  }

  void stopAccepting() {
    var _ = connector.shutdown();
  }

  private static QueuedThreadPool threads() {
    var threads = new QueuedThreadPool(THREADS_MAX);
    threads.setName("http");
    threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
    return threads;
  }

  private ServerConnector connector(Server server, HttpConfiguration http) {
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setRequestHeaderSize(HEADER_BYTES_MAX);
    var made = new ServerConnector(server, new HttpConnectionFactory(http));
    made.setHost(config.bindAddress());
    made.setPort(config.port());
    made.setIdleTimeout(config.idleTimeout().toMillis());
    server.addBean(new NetworkConnectionLimit(config.connectionsMax(), new Connector[]{made}));
    return made;
  }

  /** Javalin keeps every method name it ever saw and stumbles over odd ones, so those are answered before it. */
  private Filter usualMethods() {
    return (request, response, chain) -> {
      var call = (HttpServletRequest) request;
      if (METHODS.contains(call.getMethod())) {
        chain.doFilter(request, response);
        return;
      }
      Answer answer = unusualMethods.apply(call.getRequestURI());
      var reply = (HttpServletResponse) response;
      reply.setStatus(answer.status());
      answer.headers().forEach(reply::setHeader);
      reply.setContentType("application/json");
      reply.getOutputStream().write(answer.body().text().getBytes(StandardCharsets.UTF_8));
    };
  }

  /** What HTTP itself forbids, such as headers too long: the request never becomes a call of any dialect. */
  private static boolean beforeAnyDialect(Request request, Response response, Callback callback) {
    Answer answer = Envelope.fault(response.getStatus());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    Content.Sink.write(response, true, answer.body().text(), callback);
    return true;
  }
}
