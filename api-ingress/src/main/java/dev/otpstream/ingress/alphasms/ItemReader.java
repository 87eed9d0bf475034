package dev.otpstream.ingress.alphasms;

import dev.otpstream.ingress.engine.CallerId;
import dev.otpstream.ingress.engine.Once;
import dev.otpstream.ingress.engine.SendOrder;
import dev.otpstream.ingress.engine.SendOrder.HookOrder;
import dev.otpstream.ingress.engine.SendOrder.Step;
import dev.otpstream.ingress.front.Channels;
import dev.otpstream.ingress.front.Phone;
import dev.otpstream.ingress.json.Json;
import dev.otpstream.kit.target.HookTarget;
import dev.otpstream.kit.target.TargetRules;
import dev.otpstream.schemas.StatusType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads one request of a batch, with the checks in the documented order: the first that fails names the error. */
final class ItemReader {
  private static final Duration LIFETIME_DEFAULT = Duration.ofDays(2);
  private static final int TELEGRAM_LIFETIME_MIN_S = 60;
  private static final int SMS_LIFETIME_MIN_S = 3600;
  private static final int LIFETIME_MAX_S = 259_200;
  /** Of the id as JSON text: it travels with every event of its message. */
  private static final int ID_LENGTH_MAX = 512;
  /** Within it, the same id, phone and message are one message. */
  private static final Duration REPEAT_WINDOW = Duration.ofMinutes(10);
  private static final List<StatusType> HOOK_EVENTS = List.of(StatusType.DELIVERED, StatusType.READ,
      StatusType.EXPIRED, StatusType.UNDELIVERABLE, StatusType.CANCELLED);
  private final Json.Obj fields;
  private final TargetRules targets;
  private final Json id;

  private ItemReader(Json.Obj fields, TargetRules targets) {
    this.fields = fields;
    this.targets = targets;
    this.id = fields.find("id").filter(ItemReader::isId).orElse(Json.nothing());
  }

  /** @param targets where hooks may lead */
  static Item read(Json item, TargetRules targets) {
    if (!(item instanceof Json.Obj fields)) return new Item.Refused(Json.nothing(), "Incorrect message format");
    var reader = new ItemReader(fields, targets);
    try {
      return reader.read();
    } catch (Refusal refusal) {
      return new Item.Refused(reader.id, refusal.getMessage());
    }
  }

  private Item read() throws Refusal {
    String type = fields.find("type").orElse(null) instanceof Json.Str(String word) ? word : "";
    return switch (type) {
      case "telegram" -> {
        requireId();
        Phone phone = phone();
        Text text = Text.code(fields.find("message"));
        yield send(type, phone, List.of(text), lifetime("telegram_lifetime", TELEGRAM_LIFETIME_MIN_S));
      }
      case "sms" -> {
        if (fields.find("id").isPresent()) requireId(); // many callers leave it out
        Phone phone = phone();
        Text text = Text.sms(fields.find("sms_signature"), fields.find("sms_message"));
        yield send(type, phone, List.of(text), lifetime("sms_lifetime", SMS_LIFETIME_MIN_S));
      }
      case "pipeline" -> {
        requireId();
        yield send(type, phone(), pipeline(), LIFETIME_DEFAULT);
      }
      case "status" -> {
        requireId();
        yield new Item.Status(id, callerId().orElseThrow());
      }
      case "balance" -> new Item.Balance(id);
      default -> throw new Refusal("Unknown request type");
    };
  }

  private Item send(String type, Phone phone, List<Text> texts, Duration lifetime) throws Refusal {
    List<Step> route = texts.stream().map(text -> new Step(text.channel(), Optional.of(text.text()), text.sender()))
        .toList();
    var order = new SendOrder(phone, "", Optional.empty(), route, lifetime, callerId(), hook().stream().toList(),
        once(type, phone, texts));
    return new Item.Send(id, order, texts.getFirst().parts());
  }

  private void requireId() throws Refusal {
    if (id instanceof Json.Null || id.text().length() > ID_LENGTH_MAX) throw new Refusal("Wrong message ID");
  }

  private Phone phone() throws Refusal {
    Optional<Json> phone = fields.find("phone");
    boolean negative = phone.isPresent() && phone.get() instanceof Json.Num(String digits) && digits.startsWith("-");
    return Text.written(phone).filter(_ -> !negative).flatMap(Phone::parse)
        .orElseThrow(() -> new Refusal("Incorrect recipient number"));
  }

  private Duration lifetime(String name, int minS) throws Refusal {
    Optional<Json> value = fields.find(name);
    if (value.isEmpty()) return LIFETIME_DEFAULT;
    OptionalLong seconds = value.get() instanceof Json.Num number ? number.integer() : OptionalLong.empty();
    if (seconds.isEmpty() || seconds.getAsLong() < minS || seconds.getAsLong() > LIFETIME_MAX_S)
      throw new Refusal("Incorrect lifetime");
    return Duration.ofSeconds(seconds.getAsLong());
  }

  private List<Text> pipeline() throws Refusal {
    if (!(fields.find("pipeline").orElse(null) instanceof Json.Arr(List<Json> channels)) || channels.isEmpty())
      throw new Refusal("Incorrect pipeline");
    var texts = new ArrayList<Text>();
    for (Json channel : channels) {
      if (!(channel instanceof Json.Str(String name))) throw new Refusal("Incorrect pipeline");
      if (!Channels.OFFERED.contains(name)) throw new Refusal("Unknown request type");
      if (texts.stream().anyMatch(text -> text.channel().equals(name))
          || !(fields.find(name).orElse(null) instanceof Json.Obj its))
        throw new Refusal("Incorrect pipeline");
      texts.add(name.equals(Channels.TELEGRAM)
          ? Text.code(its.find("message"))
          : Text.sms(its.find("signature"), its.find("message")));
    }
    return texts;
  }

  private Optional<HookOrder> hook() throws Refusal {
    Optional<Json> hook = fields.find("hook");
    if (hook.isEmpty()) return Optional.empty();
    if (hook.get() instanceof Json.Str(String url) && targets.read(url) instanceof HookTarget)
      return Optional.of(HookOrder.of(AlphasmsDialect.NAME, url, HOOK_EVENTS));
    throw new Refusal("Incorrect hook");
  }

  private Optional<CallerId> callerId() {
    return id instanceof Json.Null ? Optional.empty() : Optional.of(new CallerId(AlphasmsDialect.NAME, id.text()));
  }

  private Optional<Once> once(String type, Phone phone, List<Text> texts) {
    if (id instanceof Json.Null) return Optional.empty();
    var parts = new ArrayList<Json>(List.of(id, Json.of(type), Json.of(phone.e164())));
    for (Text text : texts)
      parts.add(Json.obj("channel", Json.of(text.channel()), "text", Json.of(text.text())));
    String same = Json.list(parts).text();
    return Optional.of(new Once(AlphasmsDialect.NAME, same, same, REPEAT_WINDOW));
  }

  private static boolean isId(Json value) {
    return value instanceof Json.Num || value instanceof Json.Str;
  }
}
