package dev.otpstream.kit.bot;

import dev.otpstream.kit.Service.Readiness;
import dev.otpstream.kit.channel.SendOutcome;
import java.util.Optional;

/**
 * One bot of one messenger: how it hears and how it speaks. Thread-safe. It keeps the messenger's rate limits by itself,
 * and names no token in anything it returns, throws or logs.
 */
public interface Messenger extends AutoCloseable {
  /** The channel whose bot it is: {@code telegram} or {@code max}. */
  String channel();

  /** The provider, stable and lower-case, such as {@code telegram-bot}. */
  String provider();

  /** The bot's public name, as its links have it. */
  String bot();

  /**
   * Waits for updates, for a minute at most. Called over and over by one worker of the cluster; two may overlap for a
   * moment when the work goes from one to the other. With a mark the messenger may forget what was heard before it.
   *
   * <p>Where the messenger calls us instead, this keeps that arrangement in place and hears nothing.
   *
   * @param mark what the last {@link Heard.Updates} brought, all of which Kafka has; empty: listen from what the
   *             messenger has kept
   * @throws InterruptedException if another worker listens from now on, or this one stops
   */
  Heard hear(String mark) throws InterruptedException;

  /**
   * Kafka has a tap: stop the user's spinner and take the buttons away. At best; nothing depends on it, and it may be
   * called again for the same tap.
   */
  void took(Update update, Update.Tapped tap) throws InterruptedException;

  /**
   * Says something and waits for the messenger's answer, at most the adapter's send timeout.
   *
   * @return {@link SendOutcome.Accepted} with the id of the message, by which it can be edited;
   *         {@link dev.otpstream.schemas.Reason#RECIPIENT_BLOCKED} if the user wants, or can get, nothing
   * @throws InterruptedException if the worker is stopping; it may or may not have been said
   */
  SendOutcome say(Speech speech) throws InterruptedException;

  /** The user whose private chat it is; empty if the chat's id does not tell. */
  Optional<String> userOf(String chatId);

  /** Whether the messenger can be asked now. */
  Readiness readiness();

  /** Idempotent. */
  @Override void close();
}
