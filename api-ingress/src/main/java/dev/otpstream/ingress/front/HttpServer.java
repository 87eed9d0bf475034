package dev.otpstream.ingress.front;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.RoutesConfig;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
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
  private static final int THREADS_MAX = 64; // for selecting and accepting; calls run on virtual threads
  private final HttpConfig config;
  private final Gate gate;
  private final HeadDeadlines heads;
  private volatile ServerConnector connector;

  /** Stands before all routes. */
  interface Gate {
    /** Lets a call in, or says how to answer it instead. Each call that got in leaves. */
    Optional<Answer> enter(String method, String host, String path);

    void leave();
  }

  HttpServer(HttpConfig config, Gate gate) {
    this.config = config;
    this.gate = gate;
    this.heads = new HeadDeadlines(config.idleTimeout());
  }

  Javalin create(Consumer<RoutesConfig> routes) {
    return Javalin.create(javalin -> {
      javalin.startup.showJavalinBanner = false;
      javalin.startup.startupWatcherEnabled = false;
      javalin.http.prefer405over404 = true;
      javalin.http.compressionStrategy = CompressionStrategy.NONE;
      javalin.jetty.threadPool = threads();
      javalin.jetty.addConnector((server, http) -> connector = connector(server, http));
      javalin.jetty.modifyServer(server -> {
        server.setErrorHandler(HttpServer::beforeAnyDialect);
        server.insertHandler(new GateHandler(gate, heads));
      });
      javalin.jetty.modifyServletContextHandler(handler -> handler.setErrorHandler(HttpServer::beforeAnyDialect));
      routes.accept(javalin.routes);
    });
  }

  /** To be called when the server runs. */
  void watch() {
    heads.watch(connector.getScheduler());
  }

  /** How many connections are open. */
  int connections() {
    return connector == null ? 0 : connector.getConnectedEndPoints().size();
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
    http.setRequestHeaderSize(config.headBytesMax());
    http.setHeaderCacheSize(0); // it would hold 100 kB for each connection: a thousand callers would fill the heap
    var made = new ServerConnector(server, new HttpConnectionFactory(http));
    made.setHost(config.bindAddress());
    made.setPort(config.port());
    made.setIdleTimeout(config.idleTimeout().toMillis());
    made.addBean(heads);
    server.addBean(new NetworkConnectionLimit(config.connectionsMax(), new Connector[]{made}));
    return made;
  }

  /** The gate at its place: a call leaves only when its answer is written whole. */
  private static final class GateHandler extends Handler.Wrapper {
    private final Gate gate;
    private final HeadDeadlines heads;

    GateHandler(Gate gate, HeadDeadlines heads) {
      this.gate = gate;
      this.heads = heads;
    }

    @Override public boolean handle(Request request, Response response, Callback callback) throws Exception {
      Connection connection = request.getConnectionMetaData().getConnection();
      heads.headCame(connection);
      Request.addCompletionListener(request, _ -> heads.answered(connection));
      Optional<Answer> refusal = gate.enter(request.getMethod(), Request.getServerName(request),
          request.getHttpURI().getPath());
      if (refusal.isPresent()) return write(refusal.get(), response, callback);
      Request.addCompletionListener(request, _ -> gate.leave());
      return super.handle(request, response, callback);
    }
  }

  /**
   * What HTTP itself forbids, such as headers too long: the request never becomes a call of any dialect. A path that is too
   * long to be read is one that we do not have.
   */
  private static boolean beforeAnyDialect(Request request, Response response, Callback callback) {
    int status = switch (response.getStatus()) {
      case HttpStatus.URI_TOO_LONG_414 -> HttpStatus.NOT_FOUND_404;
      // Who speaks another HTTP is at fault, and must not look like a fault of ours to whoever counts those.
      case HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505, HttpStatus.UPGRADE_REQUIRED_426 -> HttpStatus.BAD_REQUEST_400;
      default -> response.getStatus();
    };
    return write(Envelope.fault(status), response, callback);
  }

  private static boolean write(Answer answer, Response response, Callback callback) {
    response.setStatus(answer.status());
    answer.headers().forEach(response.getHeaders()::put);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    Content.Sink.write(response, true, answer.body().text(), callback);
    return true;
  }
}
