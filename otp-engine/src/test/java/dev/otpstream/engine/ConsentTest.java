package dev.otpstream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpstream.schemas.BotOrder;
import dev.otpstream.schemas.BotOrderKind;
import dev.otpstream.schemas.BotUpdate;
import dev.otpstream.schemas.BotUpdateKind;
import dev.otpstream.schemas.ConsentAnswer;
import dev.otpstream.schemas.ConsentState;
import dev.otpstream.schemas.DeliveryOutcome;
import dev.otpstream.schemas.Dispatch;
import dev.otpstream.schemas.EraseSubscriber;
import dev.otpstream.schemas.ErasureAnswer;
import dev.otpstream.schemas.Hook;
import dev.otpstream.schemas.OtpCommand;
import dev.otpstream.schemas.OurCode;
import dev.otpstream.schemas.QueryConsent;
import dev.otpstream.schemas.Refusal;
import dev.otpstream.schemas.RequestConsent;
import dev.otpstream.schemas.RouteStep;
import dev.otpstream.schemas.SendRefused;
import dev.otpstream.schemas.StatusType;
import dev.otpstream.schemas.Subscriber;
import dev.otpstream.schemas.SubscriberIds;
import dev.otpstream.schemas.Topics;
import dev.otpstream.schemas.Verify;
import dev.otpstream.schemas.VerifyAnswer;
import dev.otpstream.schemas.VerifyOutcome;
import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.Unopenable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From the link to the code, told on the real topology. */
class ConsentTest {
  private static final String LINK = "Kq9xV3mN2pT7rL8s";
  private static final String OTHER_LINK = "Aq9xV3mN2pT7rL8s";
  private static final Duration LINK_LIFE = Duration.ofMinutes(15);
  private final TestEngine engine = new TestEngine();
  private final Calls calls = new Calls(engine.keys);
  private List<Hook> hooks = List.of();

  @AfterEach void stop() {
    engine.close();
  }

  @Test void whoAgreesGetsTheCodeAndItVerifies() throws Unopenable {
    requests(LINK, "telegram", "max");
    says(BotUpdateKind.STARTED, "ann", LINK);
    assertThat(bot("telegram")).extracting(BotOrder::getKind).containsExactly(BotOrderKind.ASK);
    assertThat(state(LINK).getState()).isEqualTo(ConsentState.PENDING);

    says(BotUpdateKind.CONSENTED, "ann", LINK);
    Dispatch dispatch = engine.dispatches("telegram").getFirst();
    assertThat(engine.keys.open(dispatch.getRecipient(), Contexts.recipient(Calls.ACCOUNT)))
        .isEqualTo("telegram:chat-of-ann");
    assertThat(dispatch.getRecipientMasked()).isEqualTo("telegram:****nn");
    assertThat(state(LINK).getState()).as("the messenger has not taken it").isEqualTo(ConsentState.PENDING);

    sent(dispatch);
    ConsentAnswer answer = state(LINK);
    assertThat(answer.getState()).isEqualTo(ConsentState.SENT);
    assertThat(answer.getChannel()).isEqualTo("telegram");
    assertThat(UUID.fromString(answer.getSubscriberId())).isEqualTo(idOf("ann"));
    Subscriber subscriber = subscribers().getLast();
    assertThat(subscriber.getId()).isEqualTo(answer.getSubscriberId());
    assertThat(subscriber.getActive()).isTrue();
    assertThat(verifies("ann", code(dispatch))).isEqualTo(VerifyOutcome.VERIFIED);
    engine.passes(LINK_LIFE);
    assertThat(state(LINK).getState()).as("final").isEqualTo(ConsentState.SENT);
  }

  @Test void hooksOfTheCodeLearnWhoAgreed() {
    hooks = List.of(calls.hook(StatusType.ACCEPTED));
    requests(LINK, "telegram");
    says(BotUpdateKind.CONSENTED, "ann", LINK);

    assertThat(engine.webhooks()).singleElement().satisfies(
        due -> assertThat(due.getNotes()).containsEntry("subscriber_id", idOf("ann").toString()));
  }

  @Test void whoHasSubscribedBeforeIsNotAskedAgain() {
    subscribed("ann");
    requests(OTHER_LINK, "telegram");
    says(BotUpdateKind.STARTED, "ann", OTHER_LINK);

    assertThat(bot("telegram")).isEmpty();
    assertThat(engine.dispatches("telegram")).hasSize(1);
  }

  @Test void aSecondTapAndASecondPersonGetNoCode() {
    requests(LINK, "telegram", "max");
    says(BotUpdateKind.CONSENTED, "ann", LINK);
    says(BotUpdateKind.CONSENTED, "ann", LINK);
    says(BotUpdateKind.CONSENTED, "bob", LINK);
    says("max", BotUpdateKind.STARTED, "ann", LINK);

    assertThat(engine.dispatches("telegram")).hasSize(1);
    assertThat(engine.dispatches("max")).isEmpty();
    assertThat(bot("telegram")).extracting(BotOrder::getKind).containsExactly(BotOrderKind.TAKEN);
    assertThat(subscribers()).hasSize(1);
  }

  @Test void whoDeclinesIsLeftAlone() {
    requests(LINK, "telegram");
    says(BotUpdateKind.CANCELLED, "ann", LINK);
    says(BotUpdateKind.CONSENTED, "ann", LINK);

    assertThat(state(LINK).getState()).isEqualTo(ConsentState.CANCELLED);
    assertThat(bot("telegram")).extracting(BotOrder::getKind).containsExactly(BotOrderKind.CANCELLED,
        BotOrderKind.OVER);
    assertThat(engine.dispatches("telegram")).isEmpty();
    assertThat(subscribers()).isEmpty();
  }

  @Test void aLinkEndsAtItsVeryInstant() {
    requests(LINK, "telegram");
    engine.passes(LINK_LIFE.minusMillis(1));
    assertThat(state(LINK).getState()).isEqualTo(ConsentState.PENDING);
    engine.passes(Duration.ofMillis(1));
    assertThat(state(LINK).getState()).isEqualTo(ConsentState.EXPIRED);

    says(BotUpdateKind.CONSENTED, "ann", LINK);
    assertThat(bot("telegram")).extracting(BotOrder::getKind).containsExactly(BotOrderKind.OVER);
    assertThat(state(LINK).getState()).isEqualTo(ConsentState.EXPIRED);
  }

  @Test void aCodeThatCouldNotBeSentEndsTheRequest() {
    requests(LINK, "telegram");
    says(BotUpdateKind.CONSENTED, "ann", LINK);
    Dispatch dispatch = engine.dispatches("telegram").getFirst();
    engine.result(Long.toString(dispatch.getMessageId()),
        Calls.result(dispatch.getMessageId(), 1, DeliveryOutcome.REFUSED));

    assertThat(state(LINK).getState()).isEqualTo(ConsentState.EXPIRED);
  }

  @Test void whoStopsOrBlocksIsNoSubscriberAnyMore() {
    for (BotUpdateKind end : List.of(BotUpdateKind.STOPPED, BotUpdateKind.BLOCKED)) {
      subscribed("ann");
      hears("telegram", end, "ann", null, null);
      assertThat(subscribers().getLast().getActive()).isFalse();

      requests(OTHER_LINK + end, "telegram");
      says(BotUpdateKind.STARTED, "ann", OTHER_LINK + end);
      assertThat(bot("telegram")).extracting(BotOrder::getKind).endsWith(BotOrderKind.ASK);
    }
  }

  @Test void whoIsErasedIsForgottenAndMayComeAgain() {
    subscribed("ann");
    subscribed("bob");
    assertThat(subscribers()).hasSize(2);

    assertThat(erases("ann").getKnown()).isTrue();
    assertThat(engine.records(Topics.SUBSCRIBERS.name())).singleElement().satisfies(record -> {
      assertThat(record.key()).isEqualTo(idOf("ann").toString());
      assertThat(record.value()).isNull();
    });
    assertThat(engine.size('s')).as("only bob").isOne();

    assertThat(erases("ann").getKnown()).isFalse();
    assertThat(engine.records(Topics.SUBSCRIBERS.name())).as("said again, for whoever missed it").hasSize(1);
    hears("telegram", BotUpdateKind.STOPPED, "ann", null, null);
    assertThat(subscribers()).as("nobody is left to end").isEmpty();

    subscribed("ann");
    assertThat(subscribers()).singleElement().satisfies(ann -> assertThat(ann.getActive()).isTrue());
  }

  @Test void whatIsErasedMustBeInItsPlace() {
    subscribed("ann");
    engine.command("elsewhere", calls.command(new EraseSubscriber(idOf("ann").toString())));
    engine.command("elsewhere", calls.command(new EraseSubscriber("not a subscriber's id")));
    assertThat(engine.deadLetters()).hasSize(2);
    assertThat(engine.size('s')).isOne();
  }

  @Test void aSubscribeLinkSubscribesWithoutACode() {
    hears("max", BotUpdateKind.STARTED, "ann", null, Calls.ACCOUNT);

    assertThat(bot("max")).extracting(BotOrder::getKind).containsExactly(BotOrderKind.WELCOME);
    assertThat(subscribers()).singleElement()
        .satisfies(subscriber -> assertThat(subscriber.getChannel()).isEqualTo("max"));
    assertThat(engine.dispatches("max")).isEmpty();
  }

  @Test void aPlainStartIsGreeted() {
    hears("telegram", BotUpdateKind.STARTED, "ann", null, null);
    assertThat(bot("telegram")).extracting(BotOrder::getKind).containsExactly(BotOrderKind.GREETING);
  }

  @Test void anUnknownLinkAndAnotherAccountsRequestDoNotShowThatTheyExist() {
    says(BotUpdateKind.CONSENTED, "ann", LINK);
    assertThat(bot("telegram")).extracting(BotOrder::getKind).containsExactly(BotOrderKind.OVER);
    assertThat(state("unknown").getState()).isEqualTo(ConsentState.UNKNOWN);

    requests(LINK, "telegram");
    var foreign = OtpCommand.newBuilder(calls.command(new QueryConsent(LINK))).setAccountId("a2").build();
    engine.command(LINK, foreign);
    assertThat(((ConsentAnswer) engine.reply().getBody()).getState()).isEqualTo(ConsentState.UNKNOWN);
  }

  @Test void aRequestIsForgottenADayAfterItsEnd() {
    requests(LINK, "telegram");
    engine.passes(Duration.ofHours(24));
    assertThat(state(LINK).getState()).isEqualTo(ConsentState.EXPIRED);
    engine.passes(Duration.ofHours(1));
    assertThat(state(LINK).getState()).isEqualTo(ConsentState.UNKNOWN);
    assertThat(engine.size('q')).isZero();
  }

  @Test void theSameRequestTwiceIsOne() {
    requests(LINK, "telegram");
    engine.passes(Duration.ofMinutes(1));
    assertThat(requests(LINK, "telegram").getExpiresAt()).isEqualTo(TestEngine.NOON.plus(LINK_LIFE));
  }

  @Test void anUpdateInAnothersPlaceIsBuried() {
    var update = update("telegram", BotUpdateKind.CONSENTED, "ann", LINK, null);
    engine.write(Topics.BOT_UPDATES, "elsewhere", update);
    engine.write(Topics.BOT_UPDATES, LINK, BotUpdate.newBuilder(update).setChannel("sms").build());
    assertThat(engine.deadLetters()).hasSize(2);
  }

  @Test void anotherRequestUnderTheSamePromiseIsAConflict() {
    engine.command(LINK, Calls.once(calls.command(request(LINK, "telegram")), "key-1", "this"));
    var first = (ConsentAnswer) engine.reply().getBody();
    engine.command(LINK, Calls.once(calls.command(request(LINK, "telegram")), "key-1", "this"));
    assertThat(engine.reply().getBody()).isEqualTo(first);
    engine.command(LINK, Calls.once(calls.command(request(LINK, "max")), "key-1", "other"));
    assertThat(engine.reply().getBody()).isEqualTo(new SendRefused(Refusal.IDEMPOTENCY_CONFLICT, 0L));
  }

  private ConsentAnswer requests(String id, String... channels) {
    engine.command(id, calls.command(request(id, channels)));
    return (ConsentAnswer) engine.reply().getBody();
  }

  private RequestConsent request(String id, String... channels) {
    List<RouteStep> steps = Arrays.stream(channels).map(channel -> RouteStep.newBuilder().setChannel(channel)
        .setReceiptTimeoutMs(30_000).setText(sealed(Calls.TEXT, Contexts.text(Calls.ACCOUNT))).build()).toList();
    return RequestConsent.newBuilder().setRequestId(id).setPurpose("login")
        .setCode(OurCode.newBuilder().setLength(6).setAttemptsAllowed(3).build()).setChannels(steps)
        .setCodeLifetimeMs(Duration.ofMinutes(5).toMillis()).setLinkLifetimeMs(LINK_LIFE.toMillis()).setHooks(hooks)
        .build();
  }

  private ConsentAnswer state(String id) {
    engine.command(id, calls.command(new QueryConsent(id)));
    return (ConsentAnswer) engine.reply().getBody();
  }

  private void subscribed(String user) {
    hears("telegram", BotUpdateKind.STARTED, user, null, Calls.ACCOUNT);
    assertThat(bot("telegram")).extracting(BotOrder::getKind).endsWith(BotOrderKind.WELCOME);
  }

  private void says(BotUpdateKind kind, String user, String link) {
    says("telegram", kind, user, link);
  }

  private void says(String channel, BotUpdateKind kind, String user, String link) {
    hears(channel, kind, user, link, null);
  }

  private void hears(String channel, BotUpdateKind kind, String user, String link, String account) {
    BotUpdate update = update(channel, kind, user, link, account);
    engine.write(Topics.BOT_UPDATES, link == null ? update.getUserToken() : link, update);
  }

  private BotUpdate update(String channel, BotUpdateKind kind, String user, String link, String account) {
    return BotUpdate.newBuilder().setChannel(channel).setBot("otpbot").setKind(kind).setRequestId(link)
        .setUserToken("token-of-" + user).setChat(sealed("chat-of-" + user, Contexts.chat(channel))).setUpdateId("1")
        .setAccountId(account).setAt(Instant.EPOCH).build();
  }

  private List<BotOrder> bot(String channel) {
    return engine.read(channel.equals("max") ? Topics.BOT_ORDERS_MAX : Topics.BOT_ORDERS_TELEGRAM);
  }

  private List<Subscriber> subscribers() {
    return engine.read(Topics.SUBSCRIBERS);
  }

  private UUID idOf(String user) {
    return SubscriberIds.of(engine.keys, Calls.ACCOUNT, "telegram", "token-of-" + user);
  }

  private void sent(Dispatch dispatch) {
    engine.result(Long.toString(dispatch.getMessageId()),
        Calls.result(dispatch.getMessageId(), 1, DeliveryOutcome.SENT));
  }

  private String code(Dispatch dispatch) throws Unopenable {
    return engine.keys.open(dispatch.getCode(), Contexts.code(dispatch.getMessageId()));
  }

  private ErasureAnswer erases(String user) {
    engine.command(keyOf(user), calls.command(new EraseSubscriber(idOf(user).toString())));
    return (ErasureAnswer) engine.reply().getBody();
  }

  private String keyOf(String user) {
    return Topics.routingKey(Calls.ACCOUNT, SubscriberIds.recipientToken(engine.keys, Calls.ACCOUNT, idOf(user)));
  }

  private VerifyOutcome verifies(String user, String code) {
    engine.command(keyOf(user), calls.command(Verify.newBuilder().setMessageId(null).setPurpose("login")
        .setGuess(sealed(code, Contexts.guess(Calls.ACCOUNT))).build()));
    return ((VerifyAnswer) engine.reply().getBody()).getOutcome();
  }

  private ByteBuffer sealed(String text, String context) {
    return ByteBuffer.wrap(engine.keys.seal(text, context));
  }
}
