package dev.otpstream.micro;

import dev.otpstream.ingress.accounts.Accounts;
import dev.otpstream.ingress.accounts.CallRates;
import dev.otpstream.ingress.accounts.Caller;
import dev.otpstream.ingress.accounts.Callers;
import dev.otpstream.ingress.accounts.Endpoints;
import dev.otpstream.ingress.alphasms.AlphasmsDialect;
import dev.otpstream.ingress.engagelab.EngagelabDialect;
import dev.otpstream.ingress.front.Call;
import dev.otpstream.ingress.front.ChatAddress;
import dev.otpstream.ingress.front.Dialect;
import dev.otpstream.ingress.front.Operation;
import dev.otpstream.ingress.kaleyra.KaleyraDialect;
import dev.otpstream.ingress.store.StoreAway;
import dev.otpstream.ingress.subscribers.Subscribers;
import dev.otpstream.ingress.templates.Templates;
import dev.otpstream.ingress.zapnoty.BotLinks;
import dev.otpstream.ingress.zapnoty.ZapnotyDialect;
import dev.otpstream.kit.target.TargetRules;
import dev.otpstream.schemas.OurCode;
import dev.otpstream.schemas.Template;
import dev.otpstream.schemas.TemplateText;
import dev.otpstream.schemas.sealing.Keys;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** From the bytes of a call to the bytes of its answer, in each vocabulary; the engine answers at once. */
@State(Scope.Benchmark)
public class DialectBenchmark {
  private static final String KEY = "zn_live_bb56a4369eb19cfec6d1776bd25";
  private static final Clock CLOCK = Clock.systemUTC();
  private static final Pattern UUIDS = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private final Caller caller = new Caller("acc_1", "Acme", List.of("telegram", "sms"), Map.of());
  private final Callers callers = (_, _, _) -> new Callers.Identity.Known(caller);
  private final CallRates rates = new CallRates(0, CLOCK);
  private final TargetRules targets = new TargetRules(Set.of(443), false);
  private final StillEngine engine = new StillEngine();

  private final Made zapnotySend = new Made(zapnoty(), "send",
      json("{\"phone\":\"+380971234567\",\"channels\":[\"telegram\",\"sms\"],\"ttl_minutes\":5}"));
  private final Made zapnotyVerify = new Made(zapnoty(), "verify",
      json("{\"phone\":\"+380971234567\",\"code\":\"482916\"}"));
  private final Made alphasmsBatch = new Made(new AlphasmsDialect(callers, rates, targets, engine), "batch", json("""
      {"auth":"bb56a4369eb19cfec6d1776bd25","data":[
        {"type":"telegram","id":100500,"phone":380971234567,"message":"482916"},
        {"type":"sms","id":"order-7","phone":"380671234568","sms_signature":"Acme","sms_message":"Your code is 7021"}]}
      """));
  private final Made alphasmsThousand = new Made(new AlphasmsDialect(callers, rates, targets, engine), "batch",
      json(thousandItems()));
  private final Made engagelabSend = new Made(engagelab(), "message",
      json("{\"to\":\"+380971234567\",\"template\":{\"id\":\"t1\",\"language\":\"default\",\"params\":{}}}"));
  private final Made engagelabVerify = new Made(engagelab(), "verify",
      json("{\"message_id\":\"1049601\",\"verify_code\":\"482916\"}"));
  private final Made kaleyraSend = new Made(new KaleyraDialect(callers, rates, targets, engine, CLOCK), "send",
      form("to=%2B380971234567&type=OTP&sender=KLRHXA&body=Your+code+is+7021"));
  private final Made kaleyraGenerate = new Made(new KaleyraDialect(callers, rates, targets, engine, CLOCK), "verify",
      form("flow_id=f1&to%5Bmobile%5D=%2B380971234567"));
  private final Made kaleyraValidate = new Made(new KaleyraDialect(callers, rates, targets, engine, CLOCK), "validate",
      form("verify_id=" + verifyId(kaleyraGenerate.answer()) + "&otp=482916"));

  /** A call ready to be answered. */
  private record Made(Operation operation, Call call) {
    Made(Dialect dialect, String operation, Call call) {
      this(dialect.operations().stream().filter(each -> each.name().equals(operation)).findFirst().orElseThrow(), call);
      answer();
    }

    /** @throws IllegalStateException if it is refused: then something else would be measured */
    String answer() {
      var answer = operation.answers().apply(call).join();
      if (answer.status() / 100 != 2) throw new IllegalStateException(operation.name() + ": " + answer.body().text());
      return answer.body().text();
    }
  }

  private static String thousandItems() {
    return IntStream.range(0, 1_000)
        .mapToObj(number -> "{\"type\":\"telegram\",\"id\":" + number + ",\"phone\":" + (380_971_000_000L + number)
            + ",\"message\":\"482916\"}")
        .collect(Collectors.joining(",", "{\"auth\":\"bb56a4369eb19cfec6d1776bd25\",\"data\":[", "]}"));
  }

  private static String verifyId(String answer) {
    Matcher id = UUIDS.matcher(answer);
    if (!id.find()) throw new IllegalStateException("no verify_id: " + answer);
    return id.group();
  }

  private static Call form(String body) {
    return new Call(Map.of(Call.API_KEY, KEY, Call.CONTENT_TYPE, "application/x-www-form-urlencoded"),
        Map.of("sid", "HXAP1234567890IN"), body.getBytes(StandardCharsets.UTF_8));
  }

  private static Call json(String body) {
    String basic = "Basic " + Base64.getEncoder().encodeToString(("dev:" + KEY).getBytes(StandardCharsets.UTF_8));
    String authorization = body.contains("\"to\"") || body.contains("verify_code") ? basic : "Bearer " + KEY;
    return new Call(Map.of(Call.AUTHORIZATION, authorization, Call.CONTENT_TYPE, "application/json"), Map.of(),
        body.getBytes(StandardCharsets.UTF_8));
  }

  private ZapnotyDialect zapnoty() {
    Keys keys = Keyring.fresh();
    var accounts = new Accounts(new HeapStore<>(), keys, CLOCK);
    return new ZapnotyDialect(new ZapnotyDialect.Ports(callers, rates, engine, new NoSubscribers(), accounts,
        new Endpoints(accounts, keys, CLOCK), targets, new BotLinks(Map.of()), CLOCK));
  }

  private EngagelabDialect engagelab() {
    var templates = new Templates(new HeapStore<>());
    Instant now = CLOCK.instant();
    try {
      var _ = templates.add(Template.newBuilder().setAccountId("acc_1").setId("t1").setDescription("")
          .setRoute(List.of("sms")).setBrandName("Acme").setCode(new OurCode(6, 1, 5, true, true))
          .setLifetimeMs(300_000)
          .setTexts(List.of(new TemplateText("sms", "default", "{{brand_name}}: your code is {{code}}")))
          .setSettings(Map.of()).setCreatedAt(now).build());
    } catch (StoreAway e) {
      throw new IllegalStateException("a store in memory is never away", e);
    }
    return new EngagelabDialect(callers, rates, templates, engine, CLOCK);
  }

  private static final class NoSubscribers implements Subscribers {
    @Override public Optional<ChatAddress> find(String accountId, UUID subscriberId) {
      return Optional.empty();
    }

    @Override public Page page(String accountId, Optional<String> channel, int offset, int limit) {
      return new Page(List.of(), 0);
    }
  }

  @Benchmark public String zapnotySend() {
    return zapnotySend.answer();
  }

  @Benchmark public String zapnotyVerify() {
    return zapnotyVerify.answer();
  }

  @Benchmark public String alphasmsTwoItems() {
    return alphasmsBatch.answer();
  }

  @Benchmark public String alphasmsThousandItems() {
    return alphasmsThousand.answer();
  }

  @Benchmark public String engagelabSend() {
    return engagelabSend.answer();
  }

  @Benchmark public String engagelabVerify() {
    return engagelabVerify.answer();
  }

  @Benchmark public String kaleyraSend() {
    return kaleyraSend.answer();
  }

  @Benchmark public String kaleyraGenerate() {
    return kaleyraGenerate.answer();
  }

  @Benchmark public String kaleyraValidate() {
    return kaleyraValidate.answer();
  }
}
