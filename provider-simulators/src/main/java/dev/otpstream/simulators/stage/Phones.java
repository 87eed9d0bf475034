package dev.otpstream.simulators.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The simulated phones and what they received. Keeps the newest messages of all phones together. Thread-safe. */
public final class Phones {
  private final int messagesMax;
  private final Map<String, List<PhoneMessage>> received = new ConcurrentHashMap<>();
  private final Queue<PhoneMessage> oldestFirst = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();

  Phones(int messagesMax) {
    this.messagesMax = messagesMax;
  }

  /** The digits of a phone number, all else dropped. */
  public static String digits(String phone) {
    int digits = 0;
    for (int i = 0; i < phone.length(); i++) {
      if (isDigit(phone.charAt(i))) digits++;
    }
    if (digits == phone.length()) return phone;
    var kept = new StringBuilder(digits);
    for (int i = 0; i < phone.length(); i++) {
      if (isDigit(phone.charAt(i))) kept.append(phone.charAt(i));
    }
    return kept.toString();
  }

  /** What a phone received and still keeps, oldest first. */
  public List<PhoneMessage> messagesOf(String phone) {
    var found = new ArrayList<PhoneMessage>();
    received.computeIfPresent(digits(phone), (digits, messages) -> {
      found.addAll(messages);
      return messages;
    });
    return List.copyOf(found);
  }

  public void receive(PhoneMessage message) {
    received.compute(message.phone(), (digits, messages) -> {
      List<PhoneMessage> grown = messages == null ? new ArrayList<>(2) : messages;
      grown.add(message);
      return grown;
    });
    oldestFirst.add(message);
    if (size.incrementAndGet() > messagesMax) forgetOldest();
  }

  void clear() {
    while (size.get() > 0 && forgetOldest()) {
      // one at a time, since messages may arrive meanwhile
    }
  }

  private boolean forgetOldest() {
    PhoneMessage oldest = oldestFirst.poll();
    if (oldest == null) return false;
    size.decrementAndGet();
    received.computeIfPresent(oldest.phone(), (digits, messages) -> {
      messages.remove(oldest);
      return messages.isEmpty() ? null : messages;
    });
    return true;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
