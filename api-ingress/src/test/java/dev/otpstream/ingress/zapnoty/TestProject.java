package dev.otpstream.ingress.zapnoty;

import dev.otpstream.ingress.DialectCaller;
import dev.otpstream.ingress.FakeCallers;
import dev.otpstream.ingress.FakeEngine;
import dev.otpstream.ingress.MemoryStore;
import dev.otpstream.ingress.accounts.Accounts;
import dev.otpstream.ingress.accounts.CallRates;
import dev.otpstream.ingress.accounts.Callers;
import dev.otpstream.ingress.accounts.Endpoints;
import dev.otpstream.ingress.engine.Engine;
import dev.otpstream.ingress.front.Call;
import dev.otpstream.ingress.subscribers.SubscriberIndex;
import dev.otpstream.kit.target.TargetRules;
import dev.otpstream.schemas.Account;
import dev.otpstream.schemas.Subscriber;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.KeyFile;
import dev.otpstream.schemas.sealing.Keys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The front with all it stands on but Kafka: real accounts and subscribers in memory, a fake engine, a clock to turn. */
public final class TestProject {
  static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private static final Keys KEYS = keys();
  public final FakeEngine engine = new FakeEngine();
  final MemoryStore<Account> store = new MemoryStore<>();
  final SubscriberIndex subscribers = new SubscriberIndex(KEYS);
  Instant now = NOON;
  Map<String, String> bots = Map.of("telegram", "zapnotybot", "max", "zapnotybot");

  /** The front without any subscriber, on an engine of the test's own. */
  public static ZapnotyDialect dialect(Callers callers, Engine engine) {
    return new TestProject().dialectOn(callers, engine);
  }

  /** The front as the edge takes it. */
  public ZapnotyDialect dialect() {
    return dialectOn(new FakeCallers(), engine);
  }

  DialectCaller caller(Map<String, String> settings) {
    return caller(new FakeCallers(settings));
  }

  DialectCaller caller(Callers callers) {
    return new DialectCaller(dialectOn(callers, engine)).with(Call.AUTHORIZATION, "Bearer " + FakeCallers.KEY);
  }

  /** Somebody who agreed; the chat's id is 700100200. */
  UUID subscribe(String accountId, String channel, String profile) {
    return subscribe(UUID.randomUUID(), accountId, channel, profile, true);
  }

  public UUID subscribe(UUID id, String accountId, String channel, String profile, boolean active) {
    subscribers.put(id.toString(), new Subscriber(id.toString(), accountId, channel, active,
        sealed("700100200", Contexts.chat(channel)), sealed(profile, Contexts.profile(channel)), "en", now, now));
    return id;
  }

  /** The account of {@link FakeCallers}, so that it can be changed. */
  public void saveAccount() throws Exception {
    store.save(FakeCallers.ACCOUNT, Account.newBuilder().setId(FakeCallers.ACCOUNT).setName("Acme")
        .setBrandName("Acme").setRoute(List.of("telegram", "sms")).setAlphasmsAuthDigest("").setZapnotyKeyDigest("")
        .setEngagelabDevKey("").setEngagelabDevSecretDigest("").setKaleyraSid("").setKaleyraKeyDigest("")
        .setWebhookSecrets(List.of()).setCreatedAt(NOON).setUpdatedAt(NOON).build());
  }

  Account account() {
    return store.find(FakeCallers.ACCOUNT).orElseThrow();
  }

  String opened(ByteBuffer sealed, String context) throws Exception {
    return KEYS.open(sealed, context);
  }

  private ZapnotyDialect dialectOn(Callers callers, Engine on) {
    var clock = new Clock() {
      @Override public ZoneOffset getZone() {
        return ZoneOffset.UTC;
      }

      @Override public Clock withZone(java.time.ZoneId zone) {
        return this;
      }

      @Override public Instant instant() {
        return now;
      }
    };
    var accounts = new Accounts(store, KEYS, clock);
    return new ZapnotyDialect(new ZapnotyDialect.Ports(callers, new CallRates(0, clock), on, subscribers, accounts,
        new Endpoints(accounts, KEYS, clock), new TargetRules(Set.of(80, 443), false), new BotLinks(bots), clock));
  }

  private static ByteBuffer sealed(String text, String context) {
    return ByteBuffer.wrap(KEYS.seal(text, context));
  }

  private static Keys keys() {
    try {
      Path folder = Files.createTempDirectory("zapnoty");
      Path file = folder.resolve("keys.json");
      try {
        return KeyFile.loadOrCreate(file);
      } finally {
        Files.delete(file);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
