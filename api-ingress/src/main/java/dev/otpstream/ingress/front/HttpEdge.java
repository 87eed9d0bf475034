package dev.otpstream.ingress.front;

import dev.otpstream.kit.CrashPoint;
import dev.otpstream.kit.observe.Hop;
import dev.otpstream.kit.observe.Trace;
import dev.otpstream.kit.observe.Tracing;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server: reads a call within its limits, hands it to its operation, writes the answer. Each call has a virtual
 * thread of its own that reads, waits and writes, so that a slow client holds nothing dear. What a call costs (parsing,
 * sealing, producing) runs on a few long-lived threads, because ciphers and encoders keep their state by thread. Whatever
 * goes wrong is answered in the words of the dialect whose path it is.
 */
public final class HttpEdge implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpEdge.class);
  /** Javalin keeps every method name it ever saw and stumbles over odd ones, so others are answered before it. */
  private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
  private static final List<String> HEADERS_READ = List.of(Call.AUTHORIZATION, Call.CONTENT_TYPE, Call.IDEMPOTENCY_KEY,
      Call.API_KEY);
  private static final int HTTP_OK = 200;
  private static final byte[] NO_BODY = {};
  private static final int WORKERS = Math.max(2, Runtime.getRuntime().availableProcessors());
  private final HttpConfig config;
  private final List<Dialect> dialects;
  private final Routes routes;
  private final Map<String, Page> pages;
  private final Map<String, Feed> feeds;
  private final EdgeMeters meters;
  private final Doors doors = new Doors();
  private final Body.Limits bodies;
  /** More than that many calls at once would only wait for each other, and fill the memory meanwhile. */
  private final Semaphore room;
  /** Of these, so many may begin something, so that who got a code can also verify it. */
  private final Semaphore roomForBeginnings;
  private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS,
      Thread.ofPlatform().name("calls-", 0).daemon(true).factory());
  private final LongCalls longCalls = new LongCalls();
  private final HttpServer http;
  private final Javalin server;

  /**
   * Starts listening.
   *
   * @param dialects the vocabularies; the last one answers paths that none speaks for
   */
  public HttpEdge(HttpConfig config, List<Dialect> dialects, MeterRegistry registry) {
    this(config, dialects, List.of(), List.of(), registry);
  }

  /**
   * Starts listening.
   *
   * @param dialects the vocabularies; the last one answers paths that none speaks for
   * @param pages    documents, each found by {@code GET} on its path
   * @param feeds    streams of events; whoever closes the edge ends them first
   */
  public HttpEdge(HttpConfig config, List<Dialect> dialects, List<Page> pages, List<Feed> feeds,
      MeterRegistry registry) {
    this.config = config;
    this.dialects = List.copyOf(dialects);
    this.routes = new Routes(dialects);
    this.pages = pages.stream().collect(Collectors.toMap(Page::path, page -> page));
    this.bodies = new Body.Limits(config.bodyBytesMax(), config.idleTimeout(), new BodyRoom(config.bodiesBytesMax()));
    this.room = new Semaphore(config.callsMax());
    this.roomForBeginnings = new Semaphore(config.beginningsMax());
    this.feeds = feeds.stream().collect(Collectors.toMap(Feed::path, feed -> feed));
    this.http = new HttpServer(config, gate());
    this.meters = new EdgeMeters(registry, doors::inside, http::connections, bodies.room()::taken);
    this.server = http.create(javalin -> {
      METHODS.forEach(method -> javalin.addHttpHandler(HandlerType.findOrCreate(method), "*", this::serve));
      javalin.exception(Exception.class, (bug, ctx) -> fail(bug, ctx));
    }).start();
    http.watch();
  }

  public int port() {
    return server.port();
  }

  private void serve(Context ctx) {
    Page page = pages.get(ctx.path());
    Feed feed = feeds.get(ctx.path());
    if (page == null && feed == null) answer(ctx);
    else if (!ctx.method().equals(HandlerType.GET)) refuse(Fault.WRONG_METHOD, ctx);
    else if (page != null) show(page, ctx);
    else
      stream(feed, ctx);
  }

  private void show(Page page, Context ctx) {
    page.headers().forEach(ctx::header);
    ctx.header("X-Content-Type-Options", "nosniff").contentType(page.contentType()).result(page.bytes());
    meters.answered("pages", page.path(), HTTP_OK, 0);
  }

  private void stream(Feed feed, Context ctx) {
    var call = new Call(headers(ctx), Map.of(), Objects.requireNonNullElse(ctx.req().getQueryString(), ""), NO_BODY);
    Optional<Answer> refusal = feed.refusal(call);
    meters.answered("feeds", feed.path(), refusal.map(Answer::status).orElse(HTTP_OK), 0);
    if (refusal.isPresent()) {
      write(refusal.get(), ctx);
      return;
    }
    try {
      ctx.contentType("text/event-stream").header("Cache-Control", "no-store");
      OutputStream out = ctx.res().getOutputStream();
      feed.serve(call, data -> {
        out.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
      });
    } catch (IOException _) {
      // the listener is gone
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(Context ctx) {
    switch (routes.find(ctx.method().name(), ctx.path(), config.hosts().frontOf(host(ctx)))) {
      case Routes.Found.Hit hit -> serve(hit, ctx);
      case Routes.Found.Miss(Fault fault) -> refuse(fault, ctx);
    }
  }

  private void serve(Routes.Found.Hit hit, Context ctx) {
    long startedNs = System.nanoTime();
    Dialect dialect = hit.dialect();
    Operation operation = hit.operation();
    Answer answer;
    try (Hop hop = Tracing.begin(Tracing.Kind.CALL, "api-ingress", dialect.name() + " " + operation.name(),
        trace(ctx))) {
      answer = answer(hit, ctx, hop.trace());
      hop.with("http.response.status_code", answer.status());
      CrashPoint.INGRESS_BEFORE_ANSWER.pass();
      write(answer, ctx);
    }
    meters.answered(dialect.name(), operation.name(), answer.status(), System.nanoTime() - startedNs);
    LOG.atDebug().addKeyValue("front", dialect.name()).addKeyValue("operation", operation.name())
        .addKeyValue("status", answer.status()).log("answered");
  }

  private static Trace trace(Context ctx) {
    return Trace.of(ctx.req().getHeader(Trace.PARENT_HEADER), ctx.req().getHeader(Trace.STATE_HEADER));
  }

  private Answer answer(Routes.Found.Hit hit, Context ctx, Trace trace) {
    Dialect dialect = hit.dialect();
    try (Body body = Body.read(ctx.req(), bodies)) {
      if (body.fault().isPresent()) return dialect.fault(body.fault().get()).with("Connection", "close");
      String query = Objects.requireNonNullElse(ctx.req().getQueryString(), "");
      var call = new Call(headers(ctx), hit.parameters(), query, body.bytes());
      return withinLimits(hit.operation(), () -> work(hit.operation(), call, trace))
          .orElseGet(() -> dialect.fault(Fault.BUSY));
    } catch (CompletionException | RejectedExecutionException e) {
      LOG.atError().setCause(withoutText(e)).addKeyValue("front", dialect.name())
          .addKeyValue("operation", hit.operation().name()).log("operation failed");
      return dialect.fault(Fault.INTERNAL);
    }
  }

  /** Empty: too much is at work. */
  private Optional<Answer> withinLimits(Operation operation, Supplier<Answer> work) {
    if (operation.yields() && !roomForBeginnings.tryAcquire()) return Optional.empty();
    try {
      if (!room.tryAcquire()) return Optional.empty();
      try {
        return Optional.of(work.get());
      } finally {
        room.release();
      }
    } finally {
      if (operation.yields()) roomForBeginnings.release();
    }
  }

  private Answer work(Operation operation, Call call, Trace trace) {
    Function<Call, CompletableFuture<Answer>> work = given -> trace.call(() -> operation.answers().apply(given));
    return LongCalls.isLong(call)
        ? longCalls.answer(call, work).join()
        : CompletableFuture.completedFuture(call).thenComposeAsync(work, workers).join();
  }

  private static Map<String, String> headers(Context ctx) {
    var headers = new HashMap<String, String>();
    for (String name : HEADERS_READ) {
      String value = ctx.req().getHeader(name);
      if (value != null) headers.put(name, value);
    }
    return headers;
  }

  private void fail(Exception bug, Context ctx) {
    LOG.atError().setCause(withoutText(bug)).log("call failed");
    refuse(Fault.INTERNAL, ctx);
  }

  private void refuse(Fault fault, Context ctx) {
    write(counted(fault, host(ctx), ctx.path()), ctx);
  }

  private HttpServer.Gate gate() {
    return new HttpServer.Gate() {
      @Override public Optional<Answer> enter(String method, String host, String path) {
        if (!METHODS.contains(method)) return Optional.of(counted(Fault.WRONG_METHOD, host, path));
        return doors.enter()
            ? Optional.empty()
            : Optional.of(counted(Fault.BUSY, host, path).with("Connection", "close"));
      }

      @Override public void leave() {
        doors.leave();
      }
    };
  }

  private Answer counted(Fault fault, String host, String path) {
    Dialect dialect = dialectOf(host, path);
    Answer answer = dialect.fault(fault);
    meters.answered(dialect.name(), "none", answer.status(), 0);
    return answer;
  }

  private static String host(Context ctx) {
    return ctx.req().getServerName();
  }

  private Dialect dialectOf(String host, String path) {
    Optional<String> front = config.hosts().frontOf(host);
    return dialects.stream()
        .filter(dialect -> front.map(dialect.name()::equals).orElseGet(() -> dialect.speaksFor(path))).findFirst()
        .orElse(dialects.getLast());
  }

  private static void write(Answer answer, Context ctx) {
    answer.headers().forEach(ctx::header);
    ctx.status(answer.status()).contentType("application/json")
        .result(answer.body().text().getBytes(StandardCharsets.UTF_8));
  }

  /** An exception's class and stack. Its text may quote what a caller sent, so it stays out of the log. */
  private static Throwable withoutText(Throwable wrapped) {
    Throwable failure = wrapped instanceof CompletionException && wrapped.getCause() != null
        ? wrapped.getCause()
        : wrapped;
    var bare = new IllegalStateException(failure.getClass().getName());
    bare.setStackTrace(failure.getStackTrace());
    return bare;
  }

  /** Stops accepting, answers what is inside, closes. */
  @Override public void close() {
    http.stopAccepting();
    if (!doors.closeAndAwaitEmpty(config.drainTimeout()))
      LOG.atWarn().addKeyValue("calls", doors.inside()).log("stopped with calls unanswered");
    server.stop();
    workers.shutdown();
    longCalls.close();
  }
}
