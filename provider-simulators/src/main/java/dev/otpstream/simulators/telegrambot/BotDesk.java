package dev.otpstream.simulators.telegrambot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.otpstream.simulators.stage.PhoneMessage;
import dev.otpstream.simulators.stage.Stage;
import dev.otpstream.simulators.telegrambot.BotMessage.Button;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What the bot and the users do to the chats, apart from HTTP. Thread-safe. */
final class BotDesk {
  private static final int TAPS_MAX = 10_000;
  private final Stage stage;
  private final BotJson json;
  private final BotUpdates updates;
  private final BotWebhook webhook;
  private final Map<Long, BotChat> chats = new ConcurrentHashMap<>();
  private final AtomicLong tapIds = new AtomicLong(4_000_000_000L);
  /** Taps that wait for their answer. */
  private final Map<String, Long> taps = new LinkedHashMap<>() {
    private static final long serialVersionUID = 1L;

    @Override protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
      return size() > TAPS_MAX;
    }
  };

  BotDesk(Stage stage, BotJson json, BotUpdates updates, BotWebhook webhook) {
    this.stage = stage;
    this.json = json;
    this.updates = updates;
    this.webhook = webhook;
  }

  /** The chat a bot names. */
  BotChat chat(String id) throws Refusal {
    BotChat chat = id.matches("[1-9][0-9]{0,15}") ? chats.get(Long.parseLong(id)) : null;
    if (chat == null) throw Refusal.bad(id.isEmpty() ? "chat_id is empty" : "chat not found");
    return chat;
  }

  ObjectNode send(BotChat chat, FormattedText text, List<Button> buttons, boolean protectedContent) {
    var message = new BotMessage(chat.nextId(), true, text.text(), text.codes(), buttons, buttons, protectedContent,
        false, Instant.now());
    chat.add(message);
    stage.phones().receive(new PhoneMessage(TelegramBot.NAME, Long.toString(chat.user()), Long.toString(message.id()),
        null, text.codes().isEmpty() ? null : text.codes().getFirst(), text.text(), message.at()));
    return json.message(chat, message);
  }

  ObjectNode edit(BotChat chat, long id, FormattedText text, List<Button> buttons) throws Refusal {
    BotMessage before = chat.find(id).filter(BotMessage::fromBot).orElse(null);
    if (before != null && before.text().equals(text.text()) && before.buttons().equals(buttons)) throw unmodified();
    return chat.change(id, message -> message.saying(text, buttons)).map(message -> json.message(chat, message))
        .orElseThrow(() -> Refusal.bad("message to edit not found"));
  }

  ObjectNode edit(BotChat chat, long id, List<Button> buttons) throws Refusal {
    BotMessage before = chat.find(id).filter(BotMessage::fromBot).orElse(null);
    if (before != null && before.buttons().equals(buttons)) throw unmodified();
    return chat.change(id, message -> message.with(buttons)).map(message -> json.message(chat, message))
        .orElseThrow(() -> Refusal.bad("message to edit not found"));
  }

  void delete(BotChat chat, long id) throws Refusal {
    if (!chat.remove(id)) throw Refusal.bad("message to delete not found");
  }

  void answer(String tapId) throws Refusal {
    synchronized (taps) {
      if (taps.remove(tapId) == null)
        throw Refusal.bad("query is too old and response timeout expired or query ID is invalid");
    }
  }

  /** Taps whose spinner still turns. */
  int spinning(long user) {
    synchronized (taps) {
      return (int) taps.values().stream().filter(tapper -> tapper == user).count();
    }
  }

  void type(long user, String text) {
    BotChat chat = known(user);
    if (text.startsWith("/start")) {
      if (chat.block(false)) tell("my_chat_member", json.member(chat, "kicked", "member"));
      chat.start();
    }
    var message = new BotMessage(chat.nextId(), false, text, List.of(), List.of(), List.of(), false, false,
        Instant.now());
    chat.add(message);
    tell("message", json.message(chat, message));
  }

  void tap(long user, String data) {
    BotChat chat = known(user);
    BotMessage message = chat.newestOffering(data)
        .orElseThrow(() -> new IllegalArgumentException("no message has such a button"));
    tap(chat, message, data);
  }

  void forge(long user, String data) {
    BotChat chat = known(user);
    tap(chat, new BotMessage(chat.nextId(), true, "forged", List.of(), List.of(), List.of(), false, false,
        Instant.now()), data);
  }

  private void tap(BotChat chat, BotMessage message, String data) {
    String id = Long.toString(tapIds.incrementAndGet());
    synchronized (taps) {
      taps.put(id, chat.user());
    }
    tell("callback_query", json.tap(chat, message, id, data));
  }

  void block(long user, boolean blocks) {
    BotChat chat = known(user);
    if (!chat.block(blocks)) return;
    tell("my_chat_member",
        blocks ? json.member(chat, "member", "kicked") : json.member(chat, "kicked", "member"));
  }

  void deactivate(long user) {
    known(user).deactivate();
  }

  List<BotMessage> messages(long user) {
    BotChat chat = chats.get(user);
    return chat == null ? List.of() : chat.messages();
  }

  private BotChat known(long user) {
    if (user < 1) throw new IllegalArgumentException("a user's id is positive");
    return chats.computeIfAbsent(user, BotChat::new);
  }

  private void tell(String kind, ObjectNode content) {
    stage.journal().count(TelegramBot.NAME, "update " + kind);
    updates.add(kind, content);
    webhook.postNext();
  }

  private static Refusal unmodified() {
    return Refusal.bad("message is not modified: specified new message content and reply markup are exactly the same "
        + "as a current content and reply markup of the message");
  }
}
