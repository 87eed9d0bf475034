package dev.otpstream.channel.sms;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** Keeps all that is logged at any level by us and by the codec. */
final class Logs extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private static final List<Logger> SOURCES = List.of(logger("dev.otpstream.channel"), logger("dev.otpstream.kit"),
      logger("org.jsmpp"));
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final Map<Logger, Optional<Level>> levels = new HashMap<>();

  Logs() {
    start();
    for (Logger source : SOURCES) {
      levels.put(source, Optional.ofNullable(source.getLevel()));
      source.setLevel(Level.TRACE);
      source.setAdditive(false); // what a test provokes need not fill the build's log
      source.addAppender(this);
    }
  }

  @Override protected void append(ILoggingEvent event) {
    String thrown = event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
    lines.add(event.getLoggerName() + " " + event.getFormattedMessage() + " " + event.getKeyValuePairs() + thrown);
  }

  String all() {
    return lines.stream().collect(Collectors.joining("\n"));
  }

  @Override public void close() {
    for (Logger source : SOURCES) {
      source.detachAppender(this);
      source.setAdditive(true);
      source.setLevel(levels.get(source).orElse(null));
    }
  }

  private static Logger logger(String name) {
    return (Logger) LoggerFactory.getLogger(name);
  }
}
