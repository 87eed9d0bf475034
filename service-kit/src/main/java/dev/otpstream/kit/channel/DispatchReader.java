package dev.otpstream.kit.channel;

import dev.otpstream.schemas.Dispatch;
import dev.otpstream.schemas.MessageText;
import dev.otpstream.schemas.Topic;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.schemas.sealing.Unopenable;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/** Makes dispatches of records: decodes and opens them. Thread-safe. */
final class DispatchReader {
  /** What a record turned out to be. Reasons never quote it. */
  sealed interface Reading {
    record Open(OpenDispatch dispatch) implements Reading {}

    /** A dispatch, but nobody can read its contents. */
    record Closed(DispatchId id, String reason) implements Reading {}

    /** Not a dispatch. */
    record Unreadable(String reason) implements Reading {}

    /** Another worker's. */
    record Foreign() implements Reading {}
  }

  private final Topic<Dispatch> topic;
  private final Deserializer<Dispatch> deserializer;
  private final Keys keys;
  private final Predicate<OpenDispatch> ours;
  private final boolean beside;

  DispatchReader(Topic<Dispatch> topic, Deserializer<Dispatch> deserializer, Keys keys) {
    this(topic, deserializer, keys, _ -> true, false);
  }

  /**
   * With others on the same topic.
   *
   * @param ours   which dispatches concern us
   * @param beside whether another worker buries what nobody can read
   */
  DispatchReader(Topic<Dispatch> topic, Deserializer<Dispatch> deserializer, Keys keys, Predicate<OpenDispatch> ours,
      boolean beside) {
    this.topic = topic;
    this.deserializer = deserializer;
    this.keys = keys;
    this.ours = ours;
    this.beside = beside;
  }

  /** @throws dev.otpstream.schemas.serde.RegistryUnavailable if the registry is away: the record is not at fault */
  Reading read(byte[] value) {
    return switch (decoded(value)) {
      case Reading.Open(OpenDispatch dispatch) when !ours.test(dispatch) -> new Reading.Foreign();
      case Reading.Open open -> open;
      case Reading other -> beside ? new Reading.Foreign() : other;
    };
  }

  private Reading decoded(byte[] value) {
    Dispatch dispatch;
    try {
      dispatch = deserializer.deserialize(topic.name(), value);
    } catch (SerializationException e) {
      return new Reading.Unreadable(e.getMessage());
    }
    if (dispatch == null) return new Reading.Unreadable("no value");
    try {
      return new Reading.Open(open(dispatch));
    } catch (Unopenable e) {
      return new Reading.Closed(new DispatchId(dispatch.getMessageId(), dispatch.getDispatch()), e.getMessage());
    }
  }

  private OpenDispatch open(Dispatch sealed) throws Unopenable {
    String account = sealed.getAccountId();
    String recipient = keys.open(sealed.getRecipient(), Contexts.recipient(account));
    String code = sealed.getCode() == null
        ? null
        : keys.open(sealed.getCode(), Contexts.code(sealed.getMessageId()));
    String text = sealed.getText() == null ? null : keys.open(sealed.getText(), Contexts.text(account));
    String whole = text == null || code == null ? text : MessageText.withCode(text, code);
    return new OpenDispatch(sealed.getMessageId(), sealed.getDispatch(), account, recipient, Optional.ofNullable(code),
        Optional.ofNullable(whole), Optional.ofNullable(sealed.getSender()), sealed.getAcceptedAt(),
        sealed.getExpiresAt());
  }
}
