package dev.otpstream.webhooks.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.kit.target.TargetRules;
import dev.otpstream.schemas.Account;
import dev.otpstream.schemas.AccountHook;
import dev.otpstream.schemas.MessageState;
import dev.otpstream.schemas.SealedSecret;
import dev.otpstream.schemas.StatusType;
import dev.otpstream.schemas.WebhookDue;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.KeyFile;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.webhooks.HookFixtures;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An endpoint of an account is called as the account says of it now. */
class EndpointsTest {
  private static final TargetRules OPEN = new TargetRules(Set.of(), true);
  private static final CallLimits LIMITS = new CallLimits(Duration.ofSeconds(3), Duration.ofSeconds(15), 4);
  private static final String ID = "one";
  @TempDir
  static Path folder;
  private static Keys keys;

  @BeforeAll static void makeKeys() {
    keys = KeyFile.loadOrCreate(folder.resolve("keys.json"));
  }

  @Test void oneThatMovedIsCalledWhereItIsNow() {
    try (var before = Listener.answering("200 OK"); var now = Listener.answering("204 No Content")) {
      assertThat(send(due("zapnoty", before.url(), StatusType.SENT), account("zapnoty", now.url(), List.of())))
          .isEqualTo(new CallOutcome.Delivered(204));
      assertThat(before.connections).hasValue(0);
    }
  }

  @Test void oneThatWasDeletedHearsNothing() {
    try (var listener = Listener.answering("200 OK")) {
      assertThat(send(due("zapnoty", listener.url(), StatusType.SENT), HookFixtures.account(keys, HookFixtures.SECRET)))
          .isEqualTo(new CallOutcome.Dropped("endpoint-deleted"));
      assertThat(listener.connections).hasValue(0);
    }
  }

  @Test void whatItDoesNotWantOrHasNoWordForIsDropped() {
    try (var listener = Listener.answering("200 OK")) {
      Account account = account("zapnoty", listener.url(), List.of("otp.verified"));
      assertThat(send(due("zapnoty", listener.url(), StatusType.SENT), account))
          .isEqualTo(new CallOutcome.Dropped("not-wanted"));
      assertThat(send(due("zapnoty", listener.url(), StatusType.ACCEPTED), account))
          .isEqualTo(new CallOutcome.Dropped("no-word"));
      assertThat(listener.connections).hasValue(0);
    }
  }

  @Test void itsOwnSecretSignsAndNotTheAccounts() {
    Account account = account("zapnoty", "http://127.0.0.1:1/", List.of());
    account.getHooks().getFirst().getSecrets().clear();
    assertThat(send(due("zapnoty", "http://127.0.0.1:1/", StatusType.SENT), account))
        .isEqualTo(new CallOutcome.Unsignable("no-secret"));
  }

  @Test void theFullNumberGoesOnlyToThoseWhoMatchByIt() {
    for (String format : List.of("engagelab", "kaleyra", "zapnoty", "native")) {
      var seen = new CompletableFuture<String>();
      try (var recorder = new Recorder(seen)) {
        String url = "http://127.0.0.1:" + recorder.port() + "/";
        send(due(format, url, StatusType.SENT), account(format, url, List.of()));
        assertThat(seen).succeedsWithin(Duration.ofSeconds(5));
        assertThat(seen.join().contains("380971234567")).as(format)
            .isEqualTo(format.equals("engagelab") || format.equals("kaleyra"));
      }
    }
  }

  @Test void placeholdersAreFilledOnTheWayOut() {
    var seen = new CompletableFuture<String>();
    try (var recorder = new Recorder(seen)) {
      String url = "http://127.0.0.1:" + recorder.port() + "/?to={recipient}&s={status}";
      assertThat(send(due("kaleyra", url, StatusType.SENT), account("kaleyra", url, List.of())))
          .isEqualTo(new CallOutcome.Delivered(204));
      assertThat(seen.join()).startsWith("GET /?to=380971234567&s=SENT ");
    }
  }

  private static CallOutcome send(WebhookDue due, Account account) {
    try (var names = new SystemNames(Duration.ofSeconds(3)); var client = new HookClient(LIMITS, OPEN, names)) {
      return new HookSender(OPEN, keys, client).send(due, account, HookFixtures.NOON);
    }
  }

  private static WebhookDue due(String format, String url, StatusType type) {
    return WebhookDue.newBuilder(HookFixtures.due(keys, format, url,
        HookFixtures.event(1025, 1, type, MessageState.SENT))).setEndpoint(ID)
        .setRecipient(sealed("+380971234567", Contexts.recipient(HookFixtures.ACCOUNT))).build();
  }

  private static Account account(String format, String url, List<String> events) {
    var secrets = new java.util.ArrayList<>(List.of(
        new SealedSecret(sealed(HookFixtures.SECRET, Contexts.secret(HookFixtures.ACCOUNT)), null)));
    var hook = new AccountHook(ID, format, sealed(url, Contexts.hook(HookFixtures.ACCOUNT)), events, secrets, Map.of(),
        HookFixtures.NOON);
    return Account.newBuilder(HookFixtures.account(keys)).setHooks(List.of(hook)).build();
  }

  private static ByteBuffer sealed(String text, String context) {
    return ByteBuffer.wrap(keys.seal(text, context));
  }
}
