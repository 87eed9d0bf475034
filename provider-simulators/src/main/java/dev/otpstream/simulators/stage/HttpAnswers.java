package dev.otpstream.simulators.stage;

import io.javalin.http.Context;
import io.javalin.http.Header;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** Plays an {@link Answer} over HTTP. */
public final class HttpAnswers {
  /** How long a caller who gets no answer is kept; any patient client has left by then. */
  static final Duration SILENCE = Duration.ofMinutes(2);

  private static final String JSON = "application/json";
  private static final byte[] GARBAGE = "<html>upstream says: oops".getBytes(StandardCharsets.UTF_8);
  private static final int CHUNK_BYTES = 8192;

  private HttpAnswers() {}

  /**
   * Answers now, except that silence and dripping take their time. A caller who still waits when the listener goes down
   * loses the connection.
   *
   * @param usual the provider's own JSON
   */
  public static void play(HttpListener listener, Context ctx, Answer answer, byte[] usual)
      throws IOException, InterruptedException {
    switch (answer) {
      case Answer.Accept _ -> json(ctx, usual);
      case Answer.Refuse _ -> json(ctx, usual);
      case Answer.Throttle _ -> json(ctx, usual);
      case Answer.ServerError error -> serverError(ctx, error);
      case Answer.Silence _ -> silence(listener, ctx);
      case Answer.Close _ -> closeConnection(ctx);
      case Answer.Garbage _ -> ctx.contentType("text/html").result(GARBAGE);
      case Answer.Broken _ -> truncated(ctx, usual);
      case Answer.Huge huge -> huge(ctx, huge.bytes());
      case Answer.Drip drip -> drip(listener, ctx, usual, drip.pause());
    }
  }

  private static void silence(HttpListener listener, Context ctx) throws InterruptedException {
    boolean _ = listener.pause(SILENCE);
    closeConnection(ctx); // even after so long the caller gets no answer
  }

  private static void json(Context ctx, byte[] body) {
    ctx.contentType(JSON).result(body);
  }

  private static void serverError(Context ctx, Answer.ServerError error) {
    if (error.retryAfterSeconds() > 0) ctx.header(Header.RETRY_AFTER, Integer.toString(error.retryAfterSeconds()));
    ctx.status(error.httpStatus()).contentType("text/plain").result("the provider has trouble");
  }

  private static void truncated(Context ctx, byte[] usual) throws IOException {
    ctx.contentType(JSON).res().setContentLength(usual.length);
    OutputStream out = ctx.res().getOutputStream();
    out.write(usual, 0, usual.length / 2);
    out.flush();
    closeConnection(ctx);
  }

  /** One JSON string, so that a client without a limit would parse it to the end. */
  private static void huge(Context ctx, int bytes) throws IOException {
    ctx.contentType(JSON).res().setContentLength(bytes);
    OutputStream out = ctx.res().getOutputStream();
    byte[] chunk = new byte[CHUNK_BYTES];
    Arrays.fill(chunk, (byte) 'x');
    out.write('"');
    for (int left = bytes - 2; left > 0; left -= chunk.length) {
      out.write(chunk, 0, Math.min(left, chunk.length));
    }
    out.write('"');
    out.flush();
  }

  private static void drip(HttpListener listener, Context ctx, byte[] usual, Duration pause)
      throws IOException, InterruptedException {
    ctx.contentType(JSON).res().setContentLength(usual.length);
    OutputStream out = ctx.res().getOutputStream();
    for (byte octet : usual) {
      out.write(octet);
      out.flush();
      boolean up = listener.pause(pause);
      if (!up) {
        closeConnection(ctx);
        return;
      }
    }
  }

  private static void closeConnection(Context ctx) {
    ServletContextRequest.getServletContextRequest(ctx.req()).getConnectionMetaData().getConnection().getEndPoint()
        .close();
  }
}
