package dev.otpstream.benchmarks.scenarios;

import dev.otpstream.benchmarks.load.Completion;
import dev.otpstream.benchmarks.load.HookListener;
import dev.otpstream.benchmarks.load.HttpRequests;
import dev.otpstream.benchmarks.load.HttpTransport;
import dev.otpstream.benchmarks.load.Outcome;
import dev.otpstream.benchmarks.load.Reply;
import dev.otpstream.benchmarks.load.Scenario;
import dev.otpstream.benchmarks.load.Transport;
import dev.otpstream.benchmarks.platform.JsonApi;
import dev.otpstream.benchmarks.scenarios.Journal.Delivery;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;

/**
 * The whole life of a code: {@code POST /v1/otp/send}, the provider is called, its receipt comes, the account's hook hears
 * that the code was delivered, and only then {@code POST /v1/otp/verify} with the code that the phone received. Done when
 * the answer says so. A new recipient each time.
 */
public final class LifecycleScenario implements Scenario {
  private static final Duration LIFE_MAX = Duration.ofSeconds(30);
  private static final Duration SIMULATORS_TIMEOUT = Duration.ofSeconds(10);
  private static final int EARLY_HOOKS_MAX = 10_000;
  private static final long NANOS_PER_MICRO = 1_000;

  private final HttpRequests sends;
  private final HttpRequests verifies;
  private final List<String> channels;
  private final PhoneNumbers phones = PhoneNumbers.fromAnywhere();
  private final HttpTransport simulators;
  private final HookListener hooks;
  private final JsonApi platform;
  private final String key;
  private final String webhook;
  private final Inbox inbox;
  private final Map<String, Life> byPhone = new HashMap<>();
  private final Map<String, Life> byMessage = new HashMap<>();
  private final ArrayDeque<Life> oldestFirst = new ArrayDeque<>();
  private final Early early = new Early();
  private long started;
  /** From the clock of the day to the one that measures. */
  private final long clockShiftNs = System.nanoTime() - Instants.nowMicros() * NANOS_PER_MICRO;

  /** Hooks that overtook the answer to their send; others than ours come, too, so only the newest are kept. */
  private static final class Early extends LinkedHashMap<String, Boolean> {
    private static final long serialVersionUID = 1;

    @Override protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
      return size() > EARLY_HOOKS_MAX;
    }
  }

  private static final class Life {
    private final String phone;
    private final Transport transport;
    private final Completion done;
    private final long startedNs = System.nanoTime();
    private String messageId;
    private String code;
    private boolean told;
    private boolean over;

    Life(String phone, Transport transport, Completion done) {
      this.phone = phone;
      this.transport = transport;
      this.done = done;
    }
  }

  /** @param routes taken in turns; each names channels in the order to try, none: the account's own */
  public LifecycleScenario(Site site, List<List<String>> routes) {
    Target target = site.target();
    key = target.account().zapnotyKey();
    this.sends = HttpRequests.post(target.authority(), "/v1/otp/send").bearer(key);
    this.verifies = HttpRequests.post(target.authority(), "/v1/otp/verify").bearer(key);
    this.channels = routes.stream().map(SendScenario::channels).toList();
    simulators = new HttpTransport(site.loop(), Target.address(target.simulators()), SIMULATORS_TIMEOUT);
    inbox = new Inbox(simulators, target.simulators(), this::arrived);
    hooks = new HookListener(site.loop(), this::told);
    platform = new JsonApi(target.url());
    webhook = platform.post("/v1/webhooks", key,
        Map.of("url", hooks.url().toString(), "events", List.of("delivery.success"))).path("id").asText();
  }

  @Override public boolean start(Transport transport, Completion done) {
    var life = new Life(phones.next(), transport, done);
    byPhone.put(life.phone, life);
    oldestFirst.add(life);
    String route = channels.get((int) (started++ % channels.size()));
    transport.call(sends.with("{\"phone\":\"+" + life.phone + "\"" + route + "}"), reply -> accepted(life, reply));
    return true;
  }

  private void accepted(Life life, Reply reply) {
    Outcome outcome = SendScenario.outcome(reply);
    String messageId = SendScenario.messageId(reply);
    if (outcome.ok() == 0 || messageId.isEmpty()) {
      end(life, outcome.ok() == 0 ? outcome : Outcome.failed(1, "no message id"));
      return;
    }
    life.done.stage("accepted", System.nanoTime());
    life.messageId = messageId;
    byMessage.put(life.messageId, life);
    if (early.remove(life.messageId) != null) delivered(life);
  }

  private void arrived(Delivery delivery) {
    Life life = byPhone.get(delivery.code().phone());
    if (life == null || life.code != null) return;
    life.code = delivery.code().code();
    life.done.stage("provider", delivery.atMicros() * NANOS_PER_MICRO + clockShiftNs);
    verifyIfReady(life);
  }

  private void told(String hook) {
    Matcher message = SendScenario.MESSAGE.matcher(hook);
    if (!message.find()) return;
    Life life = byMessage.get(message.group(1));
    if (life != null) {
      delivered(life);
    } else {
      early.put(message.group(1), true);
    }
  }

  private void delivered(Life life) {
    if (life.told) return; // hooks are told at least once
    life.told = true;
    life.done.stage("hook", System.nanoTime());
    verifyIfReady(life);
  }

  private void verifyIfReady(Life life) {
    if (!life.told || life.code == null || life.over) return;
    life.transport.call(verifies.with("{\"phone\":\"+" + life.phone + "\",\"code\":\"" + life.code + "\"}"),
        reply -> end(life, VerifyScenario.outcome(reply, true)));
  }

  private void end(Life life, Outcome outcome) {
    if (life.over) return;
    life.over = true;
    byPhone.remove(life.phone);
    if (life.messageId != null) byMessage.remove(life.messageId);
    life.done.report(outcome);
  }

  /** Nobody listens any more: what is told later would be tried again for days, in whatever is measured then. */
  private void forget() {
    try {
      platform.delete("/v1/webhooks/" + webhook, key);
    } catch (IllegalStateException e) {
      System.err.println("the webhook of this load stays: " + e.getMessage());
    }
  }

  @Override public void turn(long nowNs) {
    inbox.turn(nowNs);
    while (!oldestFirst.isEmpty()
        && (oldestFirst.getFirst().over || nowNs - oldestFirst.getFirst().startedNs > LIFE_MAX.toNanos())) {
      Life oldest = oldestFirst.removeFirst();
      end(oldest, Outcome.failed(1, oldest.code == null ? "no code at the phone" : "no hook"));
    }
  }

  @Override public void close() {
    forget();
    hooks.close();
    simulators.close();
  }
}
