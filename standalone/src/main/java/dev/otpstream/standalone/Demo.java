package dev.otpstream.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otpstream.schemas.StatusEvent;
import dev.otpstream.simulators.Simulators;
import dev.otpstream.simulators.stage.PhoneMessage;
import dev.otpstream.simulators.stage.Step;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The story that the demo tells: every call is a real HTTP call, every check stops the demo if it fails. */
final class Demo {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Pattern CODE = Pattern.compile("\\b\\d{6}\\b");
  private static final String TELEGRAM_PHONE = "+380971234567";
  private static final String SMS_PHONE = "+380671234568";
  private static final String LOCKED_PHONE = "+380501234569";

  private final Standalone standalone;
  private final Simulators simulators;
  private final PrintStream out;
  private final HookReceiver hooks;
  private final Api api;
  private JsonNode account;

  Demo(Standalone standalone, HookReceiver hooks, PrintStream out) {
    this.standalone = standalone;
    this.simulators = standalone.simulators().orElseThrow();
    this.out = out;
    this.hooks = hooks;
    this.api = new Api(standalone.url(), out);
  }

  void run() throws Exception {
    makeAccount();
    telegramDeliveredAndVerified();
    fallsBackToSms();
    attemptsUsedUp();
    ownCodesWithHooks();
    out.println();
    out.println("All of it held. Now run it for yourself: ./otp up");
  }

  private void makeAccount() {
    title("an account, with the credentials of all four fronts");
    account = api.admin(standalone.adminToken().value(), "POST", "/admin/v1/accounts", Map.of("name", "Demo Shop",
        "brand", Map.of("name", "Demo Shop", "description", "Shoes since 1999"), "route", List.of("telegram", "sms")));
    hooks.trust(account.path("webhook_secret").asText());
  }

  private void telegramDeliveredAndVerified() throws Exception {
    title("(a) by Telegram: delivered, a wrong code, the right code, the same code again");
    JsonNode sent = api.zapnoty(account, "/v1/otp/send", Map.of("phone", TELEGRAM_PHONE, "hook", hooks.url("native")));
    check("sent", sent.path("sent").asBoolean());
    String code = received(TELEGRAM_PHONE, "telegram").code();
    check("wrong code refused", !verify(TELEGRAM_PHONE, wrong(code)));
    check("right code verified", verify(TELEGRAM_PHONE, code));
    check("same code again refused", !verify(TELEGRAM_PHONE, code));
    stages(sent.path("message_id").asLong());
    await("the native hook, with a good signature",
        () -> hooks.arrived("native").stream().filter(call -> call.json().path("type").asText().equals("otp.verified"))
            .findFirst().orElse(null));
    hooks.arrived("native").forEach(call -> out.println("  hook  " + call.json()));
  }

  private void fallsBackToSms() throws Exception {
    title("(b) a number that Telegram does not know: fallback to SMS over SMPP");
    simulators.script(Simulators.TELEGRAM_GATEWAY, SMS_PHONE, Step.refuse("PHONE_NUMBER_NOT_FOUND"));
    JsonNode sent = api.zapnoty(account, "/v1/otp/send",
        Map.of("phone", SMS_PHONE, "channels", List.of("telegram", "sms")));
    PhoneMessage message = received(SMS_PHONE, "sms");
    check("verified with the code of the SMS", verify(SMS_PHONE, code(message.text())));
    api.get(account, "/v1/otp/messages/" + sent.path("message_id").asText());
    events(sent.path("message_id").asLong());
  }

  private void attemptsUsedUp() throws Exception {
    title("(c) all attempts used up: then the right code is refused");
    api.zapnoty(account, "/v1/otp/send", Map.of("phone", LOCKED_PHONE, "max_attempts", 3));
    String code = received(LOCKED_PHONE, "telegram").code();
    for (int i = 0; i < 3; i++)
      check("wrong code refused", !verify(LOCKED_PHONE, wrong(code)));
    check("right code refused", !verify(LOCKED_PHONE, code));
  }

  private void ownCodesWithHooks() {
    title("(d) the caller's own codes as an AlphaSMS batch, with hooks");
    String hook = hooks.url("alphasms");
    JsonNode answer = api.post("/api/json.php", Map.of("auth", account.path("alphasms").path("auth").asText(), "data",
        List.of(Map.of("type", "telegram", "id", 100500, "phone", 380931234570L, "message", "482916", "hook", hook),
            Map.of("type", "sms", "id", "order-7", "phone", "380931234571", "sms_signature", "DemoShop", "sms_message",
                "Your code is 7021", "hook", hook),
            Map.of("type", "telegram", "id", 100502, "phone", 12, "message", "1234"))));
    check("two accepted, one refused, in order", answer.path("data").size() == 3
        && answer.path("data").path(0).path("success").asBoolean()
        && !answer.path("data").path(2).path("success").asBoolean());
    await("both hooks, with good signatures", () -> hooks.arrived("alphasms").size() >= 2 ? true : null);
    hooks.arrived("alphasms").forEach(call -> out.println("  hook  " + call.json()));
    check("every signature was good", hooks.badSignatures() == 0);
  }

  private boolean verify(String phone, String code) {
    return api.zapnoty(account, "/v1/otp/verify", Map.of("phone", phone, "code", code)).path("verified").asBoolean();
  }

  private PhoneMessage received(String phone, String channel) {
    String provider = channel.equals("sms") ? Simulators.SMPP : Simulators.TELEGRAM_GATEWAY;
    PhoneMessage message = await("the phone receives it by " + channel, () -> simulators.messagesOf(phone).stream()
        .filter(m -> m.provider().equals(provider)).reduce((_, newest) -> newest).orElse(null));
    out.println("  phone " + phone + " <- " + (message.text() == null ? message.code() : message.text()));
    return message;
  }

  private void stages(long messageId) throws Exception {
    title("(e) where the time of that message went");
    List<StatusEvent> events = StatusStream.until(standalone, messageId, "VERIFIED");
    Instant first = events.getFirst().getAt();
    for (StatusEvent event : events)
      out.printf("  %6d ms  #%d %s%n", Duration.between(first, event.getAt()).toMillis(), event.getSequence(),
          describe(event));
  }

  private void events(long messageId) throws Exception {
    for (StatusEvent event : StatusStream.until(standalone, messageId, "VERIFIED"))
      out.printf("  #%d %s%n", event.getSequence(), describe(event));
  }

  private static String describe(StatusEvent event) {
    return event.getType() + (event.getChannel() == null ? "" : " " + event.getChannel())
        + (event.getReason() == null ? "" : " (" + event.getReason() + ", " + event.getProviderCode() + ")");
  }

  private <T> T await(String what, Supplier<T> look) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      T found = look.get();
      if (found != null) {
        check(what, true);
        return found;
      }
      if (System.nanoTime() > deadline) check(what, false);
      Pause.briefly();
    }
  }

  private void check(String what, boolean held) {
    out.println((held ? "  ok    " : "  FAIL  ") + what);
    if (!held) throw new IllegalStateException("the demo expected: " + what);
  }

  private void title(String text) {
    out.println();
    out.println(text);
  }

  private static String wrong(String code) {
    return (code.charAt(0) == '9' ? '1' : (char) (code.charAt(0) + 1)) + code.substring(1);
  }

  static String code(String text) {
    Matcher matcher = CODE.matcher(text);
    if (!matcher.find()) throw new IllegalStateException("no code in the text");
    return matcher.group();
  }
}
