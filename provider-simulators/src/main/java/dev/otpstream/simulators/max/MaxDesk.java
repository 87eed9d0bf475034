package dev.otpstream.simulators.max;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.otpstream.simulators.max.MaxMessage.Button;
import dev.otpstream.simulators.stage.PhoneMessage;
import dev.otpstream.simulators.stage.Stage;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What the bot and the users do to the dialogs, apart from HTTP. Thread-safe. */
final class MaxDesk {
  private static final int CALLBACKS_MAX = 10_000;
  /** Beyond what a double holds exactly, as the messenger's own are. */
  private static final long FIRST_SEQ = 116_328_147_937_082_000L;

  private final Stage stage;
  private final MaxJson json;
  private final MaxUpdates updates;
  private final MaxHooks hooks;
  private final Map<Long, MaxDialog> dialogs = new ConcurrentHashMap<>();
  private final AtomicLong seq = new AtomicLong(FIRST_SEQ);
  private final Map<String, Tap> taps = new LinkedHashMap<>(16, 0.75f) {
    private static final long serialVersionUID = 1L;

    @Override protected boolean removeEldestEntry(Map.Entry<String, Tap> eldest) {
      return size() > CALLBACKS_MAX;
    }
  };

  private record Tap(MaxDialog dialog, String mid) {}

  MaxDesk(Stage stage, MaxJson json, MaxUpdates updates, MaxHooks hooks) {
    this.stage = stage;
    this.json = json;
    this.updates = updates;
    this.hooks = hooks;
  }

  // The bot's side.

  ObjectNode send(MaxDialog dialog, MessageReader.Body body) throws Refusal {
    if (body.text().isEmpty()) throw Refusal.payload("no text");
    List<Button> buttons = body.buttons().orElse(List.of());
    MaxMessage message = message(dialog, true, body.text().get(), buttons);
    dialog.add(message);
    stage.phones().receive(new PhoneMessage(MaxBot.NAME, Long.toString(dialog.userId()), message.mid(),
        json.botName(), null, message.text(), message.at()));
    return json.message(dialog, message);
  }

  /** A dialog to write to: known, and not stopped. */
  MaxDialog open(Optional<String> userId, Optional<String> chatId) throws Refusal {
    MaxDialog dialog = dialogs.values().stream()
        .filter(each -> userId.map(id -> id.equals(Long.toString(each.userId())))
            .orElseGet(() -> chatId.filter(id -> id.equals(Long.toString(each.chatId()))).isPresent()))
        .findFirst().orElseThrow(() -> Refusal.of("not.found", "no such user or chat"));
    if (!dialog.isRunning()) throw Refusal.of("chat.denied", "the user has stopped the bot");
    return dialog;
  }

  /** The dialog of one of the bot's own messages. */
  MaxDialog holding(String mid) throws Refusal {
    return dialogs.values().stream().filter(each -> each.find(mid).filter(MaxMessage::fromBot).isPresent()).findFirst()
        .orElseThrow(() -> Refusal.of("not.found", "no such message"));
  }

  void edit(MaxDialog dialog, String mid, MessageReader.Body body) {
    dialog.change(mid, message -> message.edited(body.text().orElse(message.text()),
        body.buttons().orElse(message.buttons())));
  }

  /** Edits the message whose button was tapped, if there is something to edit. */
  void answer(String callbackId, Optional<MessageReader.Body> body) throws Refusal {
    Tap tap;
    synchronized (taps) {
      tap = taps.get(callbackId);
    }
    if (tap == null) throw Refusal.of("not.found", "no such callback");
    body.ifPresent(change -> edit(tap.dialog(), tap.mid(), change));
  }

  // The users' side.

  void start(long user, String payload) {
    MaxDialog dialog = dialog(user);
    dialog.run(true);
    tell(json.botStarted(dialog, payload));
  }

  void type(long user, String text) {
    MaxDialog dialog = running(user);
    MaxMessage message = message(dialog, false, text, List.of());
    dialog.add(message);
    tell(json.messageCreated(dialog, message));
  }

  String tap(long user, String payload) {
    MaxDialog dialog = running(user);
    MaxMessage message = dialog.messages().reversed().stream().filter(each -> each.offers(payload)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no message has such a button"));
    return forge(dialog, message, payload);
  }

  /** Sends the payload of another user's button, as nobody could by tapping. */
  String forge(long user, String payload) {
    MaxDialog dialog = running(user);
    return forge(dialog, message(dialog, true, "forged", List.of()), payload);
  }

  private String forge(MaxDialog dialog, MaxMessage message, String payload) {
    String callbackId = "cb" + seq.incrementAndGet();
    synchronized (taps) {
      taps.put(callbackId, new Tap(dialog, message.mid()));
    }
    tell(json.messageCallback(dialog, message, callbackId, payload));
    return callbackId;
  }

  void stop(long user) {
    MaxDialog dialog = running(user);
    dialog.run(false);
    tell(json.left("bot_stopped", dialog));
    tell(json.left("dialog_removed", dialog));
  }

  List<MaxMessage> messages(long user) {
    MaxDialog dialog = dialogs.get(user);
    return dialog == null ? List.of() : dialog.messages();
  }

  private void tell(ObjectNode update) {
    stage.journal().count(MaxBot.NAME, "update " + update.path("update_type").asText());
    updates.add(update);
    hooks.tell(update);
  }

  private MaxDialog dialog(long user) {
    return dialogs.computeIfAbsent(user, MaxDialog::new);
  }

  private MaxDialog running(long user) {
    MaxDialog dialog = dialog(user);
    if (!dialog.isRunning()) throw new IllegalArgumentException("the user has not started the bot");
    return dialog;
  }

  private MaxMessage message(MaxDialog dialog, boolean fromBot, String text, List<Button> buttons) {
    long number = seq.incrementAndGet();
    String mid = "mid.%016x%016x".formatted(dialog.chatId(), number);
    return new MaxMessage(mid, number, fromBot, text, buttons, buttons, false, Instant.now());
  }
}
