package dev.otpstream.webhooks.call;

import dev.otpstream.kit.observe.Trace;
import dev.otpstream.kit.target.HookTarget;
import dev.otpstream.kit.target.TargetRules;
import dev.otpstream.webhooks.format.HookRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Calls hooks: no redirects, no cookies, no proxy, no retries; only checked addresses, and never for long. Thread-safe.
 */
final class HookClient implements AutoCloseable {
  private static final ContentType JSON = ContentType.create("application/json"); // some readers bear no charset
  private static final TimeValue CONNECTION_LIFE = TimeValue.ofMinutes(1);
  private static final TimeValue CONNECTION_IDLE = TimeValue.ofSeconds(10);
  private static final TimeValue CHECK_AFTER_IDLE = TimeValue.ofMilliseconds(200);

  private final Duration callTimeout;
  private final CloseableHttpClient http;
  private final ScheduledThreadPoolExecutor watch = new ScheduledThreadPoolExecutor(1,
      Thread.ofPlatform().name("hook-deadlines").daemon().factory());

  HookClient(CallLimits limits, TargetRules rules, Names names) {
    this.callTimeout = limits.callTimeout();
    this.http = client(limits, new CheckedNames(rules, names));
    watch.setRemoveOnCancelPolicy(true);
  }

  private static CloseableHttpClient client(CallLimits limits, CheckedNames names) {
    Timeout call = Timeout.of(limits.callTimeout());
    var connections = PoolingHttpClientConnectionManagerBuilder.create().setDnsResolver(names)
        .setMaxConnTotal(limits.inFlightMax()).setMaxConnPerRoute(limits.inFlightMax())
        .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
            .http1Config(Http1Config.custom().setMaxHeaderCount(CallLimits.HEADERS_MAX)
                .setMaxLineLength(CallLimits.HEADER_BYTES_MAX).build())
            .build())
        .setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(Timeout.of(limits.connectTimeout()))
            .setSocketTimeout(call).setTimeToLive(CONNECTION_LIFE).setValidateAfterInactivity(CHECK_AFTER_IDLE).build())
        .setDefaultTlsConfig(TlsConfig.custom().setHandshakeTimeout(call).build()).build();
    var request = RequestConfig.custom().setResponseTimeout(call).setConnectionRequestTimeout(call)
        .setConnectionKeepAlive(CONNECTION_IDLE).setRedirectsEnabled(false).setAuthenticationEnabled(false)
        .setProtocolUpgradeEnabled(false).setExpectContinueEnabled(false).build();
    return HttpClients.custom().setConnectionManager(connections).setDefaultRequestConfig(request)
        .setRoutePlanner(new DefaultRoutePlanner(null)).disableRedirectHandling().disableAutomaticRetries()
        .disableCookieManagement().disableAuthCaching().disableContentCompression().disableConnectionState()
        .evictExpiredConnections().evictIdleConnections(CONNECTION_IDLE).setUserAgent("otpstream").build();
  }

  /** Makes one call and waits for its end, at most as long as a call may take. */
  CallOutcome call(HookTarget target, HookRequest request) {
    var call = new HttpUriRequestBase(request.method(), target.uri());
    request.headers().forEach(call::setHeader);
    Trace trace = Trace.current();
    if (!trace.isNone()) call.setHeader(Trace.PARENT_HEADER, trace.parent());
    if (!trace.state().isEmpty()) call.setHeader(Trace.STATE_HEADER, trace.state());
    if (!request.body().isEmpty())
      call.setEntity(new ByteArrayEntity(request.body().getBytes(StandardCharsets.UTF_8), JSON));
    ScheduledFuture<?> deadline = watch.schedule(call::cancel, callTimeout.toMillis(), TimeUnit.MILLISECONDS);
    try {
      ClassicHttpResponse response = http.executeOpen(null, call, null);
      CallOutcome outcome = outcome(response);
      end(call, response);
      return outcome;
    } catch (CheckedNames.ForbiddenHost e) {
      return new CallOutcome.NotAllowed(e.reason());
    } catch (IOException e) {
      return new CallOutcome.NoAnswer(call.isCancelled() ? "timeout" : word(e));
    } finally {
      deadline.cancel(false);
    }
  }

  /** Frees the connection. The status is what counts, and that we have: nothing that happens here changes it. */
  private static void end(HttpUriRequestBase call, ClassicHttpResponse response) {
    if (!readToEnd(response.getEntity())) call.cancel(); // closing it would read on, to use the connection again
    try {
      response.close();
    } catch (IOException _) {
      // the connection is gone
    }
  }

  private static CallOutcome outcome(ClassicHttpResponse response) {
    int status = response.getCode();
    if (status >= 200 && status < 300) return new CallOutcome.Delivered(status);
    if (status == CallOutcome.HTTP_GONE) return new CallOutcome.Gone();
    Header wait = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
    return new CallOutcome.Refused(status,
        wait == null || wait.getValue() == null ? Duration.ZERO : RetryAfter.of(wait.getValue(), Instant.now()));
  }

  /** Reads the answer, so that its connection can serve again, unless it is too long or breaks off. */
  private static boolean readToEnd(HttpEntity entity) {
    if (entity == null) return true;
    byte[] chunk = new byte[4096];
    try {
      InputStream body = entity.getContent();
      int all = 0;
      while (all <= CallLimits.ANSWER_BYTES_MAX) {
        int read = body.read(chunk);
        if (read < 0) return true;
        all += read;
      }
      return false;
    } catch (IOException _) {
      return false;
    }
  }

  /** What went wrong, in a word that quotes nothing. */
  private static String word(IOException problem) {
    return switch (problem) {
      case UnknownHostException _ -> "unknown-host";
      case ConnectTimeoutException _ -> "connect-timeout";
      case ConnectException _ -> "connect";
      case NoRouteToHostException _ -> "connect";
      case SSLException _ -> "tls";
      case java.io.InterruptedIOException _ -> "timeout";
      default -> "broken-answer";
    };
  }

  @Override public void close() {
    watch.shutdownNow();
    http.close(org.apache.hc.core5.io.CloseMode.IMMEDIATE);
  }
}
