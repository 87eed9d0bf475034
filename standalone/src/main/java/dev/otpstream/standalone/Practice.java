package dev.otpstream.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.stage.PhoneMessage;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Callers at work: each sends a code, reads the phone, verifies, asks for the status, and begins again. */
final class Practice {
  private static final int CALLERS = 32;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);
  private static final long FIRST_NUMBER = 380_670_000_000L;

  private final Simulators simulators;
  private final Api api;
  private final JsonNode account;
  private final String hook;
  private final AtomicLong numbers = new AtomicLong(FIRST_NUMBER);
  private final AtomicLong played = new AtomicLong();

  Practice(Standalone standalone, HookReceiver hooks, PrintStream out) {
    this.simulators = standalone.simulators().orElseThrow();
    this.api = new Api(standalone.url(), out);
    this.account = api.admin(standalone.adminToken().value(), "POST", "/admin/v1/accounts",
        Map.of("name", "Practice", "brand", Map.of("name", "Practice"), "route", List.of("sms")));
    hooks.trust(account.path("webhook_secret").asText());
    this.hook = hooks.url("practice");
  }

  /** Returns how many codes were sent, received and verified. */
  long run(Duration duration) {
    long deadlineNs = System.nanoTime() + duration.toNanos();
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CALLERS; i++) {
        var _ = callers.submit(() -> {
          while (System.nanoTime() < deadlineNs)
            play();
        });
      }
    }
    return played.get();
  }

  /** Whatever goes wrong with one code ends only its own play: this is an exercise, not a check. */
  private void play() {
    try {
      long number = numbers.getAndIncrement();
      String phone = "+" + number;
      String channel = number % 3 == 0 ? "telegram" : "sms";
      JsonNode sent = api.zapnoty(account, "/v1/otp/send",
          Map.of("phone", phone, "channels", List.of(channel), "hook", hook));
      String code = awaitCode(phone);
      api.zapnoty(account, "/v1/otp/verify", Map.of("phone", phone, "code", code));
      api.get(account, "/v1/otp/messages/" + sent.path("message_id").asText());
      played.incrementAndGet();
    } catch (IllegalStateException _) {
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  private String awaitCode(String phone) {
    long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadlineNs) {
      List<PhoneMessage> screen = simulators.messagesOf(phone);
      if (!screen.isEmpty()) return codeIn(screen.getLast());
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
    throw new IllegalStateException("the phone stayed silent");
  }

  private static String codeIn(PhoneMessage message) {
    return message.code() == null ? Demo.code(message.text()) : message.code();
  }
}
