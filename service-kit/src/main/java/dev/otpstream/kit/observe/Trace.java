package dev.otpstream.kit.observe;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The place in a trace that something belongs to, in the words of W3C Trace Context (level 1). It goes along with every
 * record and every hook, whether spans are exported or not; what has none carries nothing and costs nothing.
 *
 * @param parent {@code traceparent}; empty: belongs to no trace
 * @param state  {@code tracestate}; may be empty
 * @see <a href="https://www.w3.org/TR/trace-context/">Trace Context</a>
 */
public record Trace(String parent, String state) {
  public static final Trace NONE = new Trace("", "");
  public static final String PARENT_HEADER = "traceparent";
  public static final String STATE_HEADER = "tracestate";
  private static final Pattern PARENT = Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
  private static final Pattern STATE = Pattern.compile("[\\x20-\\x7e]{1,512}");
  private static final ScopedValue<Trace> CURRENT = ScopedValue.newInstance();

  /** What a caller or a record says; whatever is malformed is ignored, as the standard asks. Null: it says nothing. */
  public static Trace of(String parent, String state) {
    if (parent == null || !PARENT.matcher(parent).matches()) return NONE;
    return new Trace(parent, state != null && STATE.matcher(state).matches() ? state : "");
  }

  /** What a record carries. */
  public static Trace of(Headers headers) {
    Header parent = headers.lastHeader(PARENT_HEADER);
    return parent == null ? NONE : of(text(parent), text(headers.lastHeader(STATE_HEADER)));
  }

  /** The trace of what this thread is doing. */
  public static Trace current() {
    return CURRENT.orElse(NONE);
  }

  public boolean isNone() {
    return parent.isEmpty();
  }

  /** Sets a record's headers. */
  public void into(Headers headers) {
    if (isNone()) return;
    headers.remove(PARENT_HEADER).remove(STATE_HEADER);
    headers.add(PARENT_HEADER, parent.getBytes(StandardCharsets.US_ASCII));
    if (!state.isEmpty()) headers.add(STATE_HEADER, state.getBytes(StandardCharsets.US_ASCII));
  }

  /** Does something that belongs to this trace. */
  public <T> T call(Supplier<T> what) {
    return isNone() && current().isNone() ? what.get() : ScopedValue.where(CURRENT, this).call(what::get);
  }

  /** Does something that belongs to this trace. */
  public void run(Runnable what) {
    if (isNone() && current().isNone()) what.run();
    else
      ScopedValue.where(CURRENT, this).run(what);
  }

  private static String text(Header header) {
    byte[] bytes = header == null ? null : header.value();
    return Objects.requireNonNullElse(bytes, new byte[0]).length == 0
        ? null
        : new String(bytes,
            StandardCharsets.US_ASCII);
  }
}
